package com.altimacrm.email.transport.postmark;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/**
 * A Postmark account's settings.
 *
 * @param secure https, not http
 * @param host where the API is
 * @param port its port
 * @param token the server's API token
 * @param stream the message stream that mails go into
 */
record PostmarkSettings(boolean secure, String host, int port, String token, String stream) {
    static final String DEFAULT_ENDPOINT = "https://api.postmarkapp.com";
    static final int DEFAULT_CONNECTIONS = 10;
    static final int MAX_CONNECTIONS = 100;

    /** Reads a configuration that {@link PostmarkFaults} found sound. */
    static PostmarkSettings of(Map<String, String> config) {
        URI endpoint = endpoint(first(config, "endpoint"));
        boolean secure = endpoint.getScheme().equalsIgnoreCase("https");
        int port = endpoint.getPort() > 0 ? endpoint.getPort() : secure ? 443 : 80;
        String stream = first(config, "message_stream");
        return new PostmarkSettings(
                secure,
                bare(endpoint.getHost()),
                port,
                first(config, "api_token", "server_token"),
                stream == null ? "outbound" : stream);
    }

    static int maxConnections(Map<String, String> config) {
        String text = first(config, "max_connections");
        try {
            int wanted = text == null ? DEFAULT_CONNECTIONS : Integer.parseInt(text);
            return Math.max(1, Math.min(MAX_CONNECTIONS, wanted));
        } catch (NumberFormatException notANumber) {
            return DEFAULT_CONNECTIONS;
        }
    }

    /**
     * The address of the API; null when it may not be one: it is https, or http on this very machine, which the egress
     * guard has to admit as well, and nothing but host and port.
     */
    static URI endpoint(String text) {
        try {
            URI uri = new URI(text == null ? DEFAULT_ENDPOINT : text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean plain = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() != 0
                    && uri.getPort() < 65536
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            boolean fits = plain && (scheme.equals("https") || scheme.equals("http") && isLocal(bare(uri.getHost())));
            return fits ? uri : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    /** The first of the keys that holds something, stripped; null when none does. */
    static String first(Map<String, String> config, String... keys) {
        for (String key : keys) {
            String value = config.get(key);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private static boolean isLocal(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Where this leads, for messages. */
    String server() {
        return host + ":" + port;
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "PostmarkSettings[" + server() + ", " + stream + "]";
    }
}
