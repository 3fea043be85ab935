package com.altimacrm.email.outbox.store;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Extra headers as they stand in the table: one JSON object, order kept. */
final class HeadersJson {
    private HeadersJson() {}

    static String write(Map<String, String> headers) {
        JsonObject json = new JsonObject();
        headers.forEach(json::put);
        return json.encode();
    }

    static Map<String, String> read(String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (json != null) {
            new JsonObject(json).forEach(entry -> headers.put(entry.getKey(), String.valueOf(entry.getValue())));
        }
        return headers;
    }
}
