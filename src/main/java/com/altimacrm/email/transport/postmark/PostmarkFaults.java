package com.altimacrm.email.transport.postmark;

import static com.altimacrm.email.transport.postmark.PostmarkSettings.first;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds what is wrong with a Postmark account's configuration, key by key, without connecting anywhere. */
final class PostmarkFaults {
    private PostmarkFaults() {}

    /** Faults by the key the tenant used, or would use; empty when the configuration is sound. */
    static Map<String, List<String>> of(Map<String, String> config) {
        Map<String, List<String>> found = new TreeMap<>();
        token(config, found);
        String stream = first(config, "message_stream");
        if (stream != null && !stream.matches("[A-Za-z0-9_-]{1,100}")) {
            found.put("message_stream", List.of("Must be a stream's id, such as outbound or broadcast."));
        }
        if (PostmarkSettings.endpoint(first(config, "endpoint")) == null) {
            found.put(
                    "endpoint",
                    List.of("Must be https with a host and nothing behind it, such as "
                            + PostmarkSettings.DEFAULT_ENDPOINT + ", which is used when it is left out."));
        }
        connections(config, found);
        return found;
    }

    private static void token(Map<String, String> config, Map<String, List<String>> found) {
        String token = first(config, "api_token", "server_token");
        if (token == null) {
            found.put("api_token", List.of("Is required: the API token of a server at Postmark."));
        } else if (!token.matches("[!-~]{8,200}")) {
            String key = first(config, "api_token") == null ? "server_token" : "api_token";
            found.put(key, List.of("Is not a token; copy the server's API token from Postmark."));
        }
    }

    private static void connections(Map<String, String> config, Map<String, List<String>> found) {
        String text = first(config, "max_connections");
        boolean sound = text == null || text.matches("[1-9][0-9]?|100");
        if (!sound) {
            found.put(
                    "max_connections",
                    List.of("'" + text + "' is not a number from 1 to " + PostmarkSettings.MAX_CONNECTIONS + "."));
        }
    }
}
