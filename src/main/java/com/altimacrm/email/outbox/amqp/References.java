package com.altimacrm.email.outbox.amqp;

import com.altimacrm.email.outbox.MailReference;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

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

    /** The reference a doorbell's body names; empty when it is none, for anybody may put anything on the queue. */
    public static Optional<MailReference> read(byte[] body) {
        try {
            JsonObject json = new JsonObject(new String(body, StandardCharsets.UTF_8));
            String outboxId = json.getString("outbox_id");
            String tenantId = json.getString("tenant_id");
            String providerId = json.getString("provider_id");
            return outboxId == null || tenantId == null || providerId == null
                    ? Optional.empty()
                    : Optional.of(new MailReference(outboxId, tenantId, providerId));
        } catch (DecodeException | ClassCastException notOurs) {
            return Optional.empty();
        }
    }
}
