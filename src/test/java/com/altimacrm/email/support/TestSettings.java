package com.altimacrm.email.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the one service of the tests has otherwise than a real one: short waits, room for many logins from one address,
 * the broker behind a line that a test can cut, and queues of its own on a broker that others use too.
 */
public final class TestSettings {
    private static final String SEND_QUEUE = "RABBITMQ_EMAIL_SEND_QUEUE";
    private static BrokerLine line;
    private static String ownQueue;

    private TestSettings() {}

    /** Adds them to the servers' settings. */
    public static synchronized Map<String, String> over(Map<String, String> servers) {
        Map<String, String> settings = new HashMap<>(servers);
        settings.put("altima.email.outbox.retry-delays", "200ms,200ms,200ms");
        settings.put("altima.email.outbox.sweep-every", "200ms");
        settings.put("altima.email.outbox.pacing-first", "200ms");
        settings.put("altima.email.outbox.pacing-max", "1s");
        settings.put("altima.email.outbox.stop-grace", "2s");
        settings.put("altima.email.login.standing-ttl", "1s");
        settings.put("altima.email.login.tries-per-address", "1000000");
        settings.put("rabbitmq-reconnect-interval", "1");
        settings.put(SEND_QUEUE, queue());
        lineTo(settings);
        return settings;
    }

    /** Queues of this run alone, to be removed after it; none where the environment named the queue. */
    public static List<String> queues() {
        return ownQueue == null ? List.of() : List.of(ownQueue, ownQueue + ".dlq");
    }

    private static String queue() {
        if (isGiven(SEND_QUEUE)) {
            return System.getenv(SEND_QUEUE);
        }
        if (!isGiven("RABBITMQ_HOST")) {
            return "email.send";
        }
        ownQueue = ownQueue == null ? "email.send.it-" + UUID.randomUUID() : ownQueue;
        return ownQueue;
    }

    private static boolean isGiven(String variable) {
        return !System.getenv().getOrDefault(variable, "").isBlank();
    }

    private static void lineTo(Map<String, String> settings) {
        if (line == null) {
            line = new BrokerLine(settings.get("RABBITMQ_HOST"), Integer.parseInt(settings.get("RABBITMQ_PORT")));
        }
        settings.put("RABBITMQ_HOST", "127.0.0.1");
        settings.put("RABBITMQ_PORT", String.valueOf(line.port()));
    }
}
