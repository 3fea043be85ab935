package com.altimacrm.email.local;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Lets tests use servers that others use too: a schema of their own, which goes afterwards, as do their queues. */
final class GivenServersTidy {
    private static final String OWN_SCHEMA = "altimacrm_it_";

    private GivenServersTidy() {}

    /** The environment, with a schema for this run where it names a database server and no schema. */
    static Map<String, String> withOwnSchema(Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(environment);
        if (isGiven("DB_HOST", environment) && !isGiven("DB_DATABASE", environment)) {
            own.put("DB_DATABASE", OWN_SCHEMA + LocalSecrets.word());
        }
        return own;
    }

    /** Removes what this run made on servers that are not ours. */
    static void tidy(Map<String, String> settings, List<String> queues) {
        Map<String, String> environment = System.getenv();
        try {
            if (isGiven("DB_HOST", environment) && settings.get("DB_DATABASE").startsWith(OWN_SCHEMA)) {
                dropSchema(settings);
            }
            if (isGiven("RABBITMQ_HOST", environment)) {
                deleteQueues(settings, queues);
            }
        } catch (Exception e) {
            throw new IllegalStateException("The tests could not tidy up the given servers", e);
        }
    }

    private static void dropSchema(Map<String, String> settings) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", settings.get("DB_USERNAME"));
        login.setProperty("password", settings.get("DB_PASSWORD"));
        String url = "jdbc:mariadb://%s:%s/?allowPublicKeyRetrieval=true"
                .formatted(settings.get("DB_HOST"), settings.get("DB_PORT"));
        try (java.sql.Connection connection = new org.mariadb.jdbc.Driver().connect(url, login);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP DATABASE IF EXISTS " + settings.get("DB_DATABASE"));
        }
    }

    private static void deleteQueues(Map<String, String> settings, List<String> queues) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.get("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(settings.get("RABBITMQ_PORT")));
        factory.setUsername(settings.get("RABBITMQ_USER"));
        factory.setPassword(settings.get("RABBITMQ_PASSWORD"));
        factory.setVirtualHost(System.getenv().getOrDefault("RABBITMQ_VHOST", "/"));
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            for (String queue : queues) {
                channel.queueDelete(queue);
            }
        }
    }

    private static boolean isGiven(String name, Map<String, String> environment) {
        return !environment.getOrDefault(name, "").isBlank();
    }
}
