package com.altimacrm.email.local;

import java.util.Map;

/** Settings of servers that the environment names, completed with the defaults that the service itself has. */
final class GivenServers {

    private GivenServers() {}

    static Map<String, String> database(Map<String, String> env) {
        return Map.of(
                "DB_HOST", env.get("DB_HOST"),
                "DB_PORT", env.getOrDefault("DB_PORT", "3306"),
                "DB_USERNAME", env.getOrDefault("DB_USERNAME", "root"),
                "DB_PASSWORD", env.getOrDefault("DB_PASSWORD", ""),
                "DB_DATABASE", env.getOrDefault("DB_DATABASE", "altimacrm_email"));
    }

    static Map<String, String> broker(Map<String, String> env) {
        String user = env.getOrDefault("RABBITMQ_USERNAME", env.getOrDefault("RABBITMQ_USER", "guest"));
        return Map.of(
                "RABBITMQ_HOST", env.get("RABBITMQ_HOST"),
                "RABBITMQ_PORT", env.getOrDefault("RABBITMQ_PORT", "5672"),
                "RABBITMQ_USER", user,
                "RABBITMQ_USERNAME", user,
                "RABBITMQ_PASSWORD", env.getOrDefault("RABBITMQ_PASSWORD", "guest"));
    }

    static Map<String, String> redis(Map<String, String> env) {
        return Map.of("REDIS_HOST", env.get("REDIS_HOST"), "REDIS_PORT", env.getOrDefault("REDIS_PORT", "6379"));
    }
}
