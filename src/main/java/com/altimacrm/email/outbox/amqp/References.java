package com.altimacrm.email.outbox.amqp;

import com.altimacrm.email.outbox.MailReference;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How a doorbell looks on the wire: a small JSON body, told apart from a CRM's payload by a header. */
public final class References {
    /** Header that only doorbells carry. */
    public static final String HEADER = "x-altima-reference";

    private static final String VERSION = "1";

    private References() {}

    static byte[] body(MailReference mail) {
        return new JsonObject()
                .put("outbox_id", mail.outboxId())
                .put("tenant_id", mail.tenantId())
                .put("provider_id", mail.providerId())
                .toBuffer()
                .getBytes();
    }

    static Map<String, Object> headers() {
        return Map.of(HEADER, VERSION);
    }

    /** The reference a doorbell's body names. */
    public static MailReference read(byte[] body) {
        JsonObject json = new JsonObject(new String(body, StandardCharsets.UTF_8));
        return new MailReference(
                json.getString("outbox_id"), json.getString("tenant_id"), json.getString("provider_id"));
    }
}
