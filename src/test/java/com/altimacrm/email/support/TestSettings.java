package com.altimacrm.email.support;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the one service of the tests has otherwise than a real one: short waits, room for many logins from one address,
 * the broker behind a line that a test can cut, and queues of its own on a broker that others use too.
 */
public final class TestSettings {
    private static final String SEND_QUEUE = "RABBITMQ_EMAIL_SEND_QUEUE";
    private static BrokerLine line;

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

    private static String queue() {
        String given = System.getenv().getOrDefault(SEND_QUEUE, "");
        boolean shared = !System.getenv().getOrDefault("RABBITMQ_HOST", "").isBlank();
        String own = shared ? "email.send.it-" + UUID.randomUUID() : "email.send";
        return given.isBlank() ? own : given;
    }

    private static void lineTo(Map<String, String> settings) {
        if (line == null) {
            line = new BrokerLine(settings.get("RABBITMQ_HOST"), Integer.parseInt(settings.get("RABBITMQ_PORT")));
        }
        settings.put("RABBITMQ_HOST", "127.0.0.1");
        settings.put("RABBITMQ_PORT", String.valueOf(line.port()));
    }
}
