package com.altimacrm.email.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The requests of the load: an HTML mail to one recipient, about 5 KB when it leaves as HTML with its plain part, under
 * a submission key of its own.
 */
final class Requests {
    private static final String PARAGRAPH =
            "<p style=\"margin:0 0 12px\">Dear customer, your order is on its way and should be with you within two"
                    + " working days. You can follow the parcel <a href=\"https://shop.test/track/4711\">here</a>.</p>\n";
    private static final String RECIPIENT = "@@recipient@@";
    private static final String KEY = "@@key@@";

    private final String head;
    private final String[] body;

    Requests(BenchTenant tenant, int port) {
        this.head = "POST /api/email/send HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + tenant.token()
                + "\r\nContent-Length: ";
        this.body = json(tenant).split("@@", -1);
    }

    Buffer of(Load load, int number) {
        StringBuilder json = new StringBuilder(6000);
        for (String piece : body) {
            json.append(
                    switch (piece) {
                        case "recipient" -> load.recipient(number);
                        case "key" -> UUID.randomUUID().toString();
                        default -> piece;
                    });
        }
        byte[] octets = json.toString().getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(head.length() + octets.length + 8)
                .appendString(head)
                .appendString(octets.length + "\r\n\r\n")
                .appendBytes(octets);
    }

    private static String json(BenchTenant tenant) {
        return new JsonObject()
                .put("provider_id", tenant.providerId())
                .put("message_id", KEY)
                .put("to", RECIPIENT)
                .put("subject", "Your order is on its way")
                .put("body_format", "HTML")
                .put("body_content", "<html><body>" + PARAGRAPH.repeat(10) + "</body></html>")
                .encode();
    }
}
