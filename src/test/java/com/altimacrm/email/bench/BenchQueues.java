package com.altimacrm.email.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.Map;
import java.util.TreeMap;

/** Queues of this run alone, and their removal. */
final class BenchQueues {
    private static final String PREFIX = "bench." + ProcessHandle.current().pid() + ".";

    private BenchQueues() {}

    static Map<String, String> names() {
        return new TreeMap<>(Map.of(
                "RABBITMQ_EMAIL_SEND_QUEUE", PREFIX + "send",
                "RABBITMQ_EMAIL_SYNC_USER_QUEUE", PREFIX + "sync",
                "RABBITMQ_EMAIL_INBOUND_QUEUE", PREFIX + "inbound"));
    }

    static void remove(Map<String, String> settings) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.get("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(settings.get("RABBITMQ_PORT")));
        factory.setUsername(settings.get("RABBITMQ_USER"));
        factory.setPassword(settings.get("RABBITMQ_PASSWORD"));
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            for (String queue : names().values()) {
                channel.queueDelete(queue);
                channel.queueDelete(queue + ".dlq");
            }
        } catch (Exception broken) {
            System.err.println("The queues " + PREFIX + "… were not removed: " + broken);
        }
    }
}
