package com.altimacrm.email.support;

import com.altimacrm.email.local.LocalServersResource;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** A CRM's own client of the broker, by the broker's usual Java library and past {@link BrokerLine}. */
public final class Amqp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Channel channel;
    private final List<Letter> buried = new ArrayList<>();

    public Amqp() {
        Map<String, String> settings = LocalServersResource.settings();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.get("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(settings.get("RABBITMQ_PORT")));
        factory.setUsername(settings.get("RABBITMQ_USER"));
        factory.setPassword(settings.get("RABBITMQ_PASSWORD"));
        factory.setVirtualHost(System.getenv().getOrDefault("RABBITMQ_VHOST", "/"));
        try {
            this.connection = factory.newConnection("crm of the tests");
            this.channel = connection.createChannel();
            channel.confirmSelect();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The queue that takes mail. */
    public static String sendQueue() {
        return ConfigProvider.getConfig().getValue("altima.email.outbox.send-queue", String.class);
    }

    public static String deadLetters() {
        return sendQueue() + ".dlq";
    }

    public Connection connection() {
        return connection;
    }

    /** Puts a mail on the queue by the default exchange. */
    public void put(Map<String, Object> mail) {
        put("", json(mail));
    }

    /** Puts a body on the queue by the given exchange, as the contract's client samples do, and awaits the confirm. */
    public void put(String exchange, String body) {
        publish(exchange, body, new BasicProperties.Builder().deliveryMode(2).build());
    }

    /** Puts a message on the queue that claims to be one of the service's own. */
    public void putDoorbell(String body) {
        Map<String, Object> headers = Map.of("x-altima-reference", "1");
        publish("", body, new BasicProperties.Builder().headers(headers).build());
    }

    private synchronized void publish(String exchange, String body, BasicProperties properties) {
        try {
            channel.basicPublish(exchange, sendQueue(), true, properties, body.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(20_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the dead letter that fits, and takes it out of the queue; others are kept for later calls. */
    public Letter awaitBuried(Predicate<Letter> wanted) {
        return Awaitility.await("dead letter")
                .atMost(Crm.PATIENCE)
                .until(() -> buried(wanted), found -> !found.isEmpty())
                .get(0);
    }

    /** The dead letters so far that fit. */
    public synchronized List<Letter> buried(Predicate<Letter> wanted) {
        try {
            for (GetResponse next = get(); next != null; next = get()) {
                buried.add(Letter.of(next));
            }
            return buried.stream().filter(wanted).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many messages nobody has taken. */
    public synchronized long ready(String queue) {
        try {
            return channel.messageCount(queue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connection.abort();
    }

    private GetResponse get() throws IOException {
        return channel.basicGet(deadLetters(), true);
    }

    /** A dead letter: its body and its headers. */
    public record Letter(String body, Map<String, Object> headers) {
        static Letter of(GetResponse response) {
            Map<String, Object> headers = response.getProps().getHeaders();
            return new Letter(
                    new String(response.getBody(), StandardCharsets.UTF_8), headers == null ? Map.of() : headers);
        }

        /** Why it was given up. */
        public String reason() {
            return String.valueOf(headers.get("x-reason"));
        }

        /** The mail it was, when it was accepted once. */
        public String outboxId() {
            return String.valueOf(headers.get("x-outbox-id"));
        }
    }
}
