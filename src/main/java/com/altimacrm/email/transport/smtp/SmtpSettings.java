package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.InvalidMessage;
import java.util.Locale;
import java.util.Map;

/**
 * An SMTP account's settings, read from its configuration under every key a tenant may have used.
 *
 * @param host server to connect to
 * @param port its port
 * @param security how the line is protected
 * @param username login name, or null for no login
 * @param password its secret, or null
 * @param tokenLogin whether the secret is an OAuth 2 access token (XOAUTH2)
 * @param fromDomain domain of the account's sender, or null
 * @param maxConnections how many connections may be open at once
 * @param tlsCa PEM certificates to trust instead of the usual ones, or null
 */
record SmtpSettings(
        String host,
        int port,
        Security security,
        String username,
        String password,
        boolean tokenLogin,
        String fromDomain,
        int maxConnections,
        String tlsCa) {
    static final int DEFAULT_PORT = 587;
    static final int DEFAULT_CONNECTIONS = 10;
    static final int MAX_CONNECTIONS = 100;
    private static final int IMPLICIT_TLS_PORT = 465;

    /** Reads a configuration that {@link SmtpFaults} found sound; faulty values fall back to their defaults. */
    static SmtpSettings of(Map<String, String> config) {
        int port = number(first(config, "smtp_port", "port"), DEFAULT_PORT);
        String password = raw(config, "smtp_password", "password");
        String username = first(config, "smtp_username", "username", password == null ? "smtp_username" : "email");
        return new SmtpSettings(
                first(config, "smtp_host", "host"),
                port,
                security(first(config, "smtp_encryption", "encryption"), port),
                username,
                username == null ? null : password,
                "xoauth2".equalsIgnoreCase(first(config, "auth")),
                domain(first(config, "from_address", "email"), username),
                maxConnections(config),
                first(config, "tls_ca"));
    }

    static int maxConnections(Map<String, String> config) {
        int wanted = number(first(config, "max_connections"), DEFAULT_CONNECTIONS);
        return Math.max(1, Math.min(MAX_CONNECTIONS, wanted));
    }

    /** The first of the keys that holds something, stripped; null when none does. */
    static String first(Map<String, String> config, String... keys) {
        String value = raw(config, keys);
        return value == null ? null : value.strip();
    }

    private static String raw(Map<String, String> config, String... keys) {
        for (String key : keys) {
            String value = config.get(key);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    /**
     * Port 465 always speaks TLS first and ports 587 and 25 never do, whatever word the tenant chose: the service this
     * one replaces went by the port alone, and its tenants' settings must go on working.
     */
    private static Security security(String encryption, int port) {
        String word = encryption == null ? "auto" : encryption.toLowerCase(Locale.ROOT);
        switch (word) {
            case "none":
                return Security.PLAIN;
            case "tls", "starttls":
                return port == IMPLICIT_TLS_PORT ? Security.IMPLICIT_TLS : Security.STARTTLS;
            case "ssl", "implicit":
                return port == DEFAULT_PORT || port == 25 ? Security.STARTTLS : Security.IMPLICIT_TLS;
            default:
                return port == IMPLICIT_TLS_PORT ? Security.IMPLICIT_TLS : Security.STARTTLS_IF_OFFERED;
        }
    }

    private static String domain(String from, String username) {
        String own = domain(from);
        return own == null ? domain(username) : own;
    }

    private static String domain(String address) {
        try {
            return address == null ? null : EmailAddress.of(address).domain();
        } catch (InvalidMessage notAnAddress) {
            return null;
        }
    }

    private static int number(String text, int fallback) {
        try {
            return text == null ? fallback : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return fallback;
        }
    }

    /** Where this leads, for messages. */
    String server() {
        return host + ":" + port;
    }

    /** Never shows the login. */
    @Override
    public String toString() {
        return "SmtpSettings[" + server() + ", " + security + "]";
    }
}
