package com.altimacrm.email.outbox;

import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The copy of a given-up mail for the dead-letter queue: the contract's payload with the recipients that were not
 * reached, beside the contract's error report. The reason stands in a header too.
 */
final class DeadLetter {
    /** Header with the reason; at most 255 characters. */
    static final String REASON = "x-reason";

    private static final int MAX_HEADER = 255;

    private DeadLetter() {}

    static Publication copyOf(
            String queue, ClaimedMail mail, List<Recipient> recipients, String error, int failures, Instant now) {
        boolean html = mail.html() != null;
        JsonObject payload = new JsonObject()
                .put("success", false)
                .put("error", error)
                .put("retry_count", failures)
                .put("failed_at", now.truncatedTo(ChronoUnit.MICROS).toString())
                .put("outbox_id", mail.id())
                .put("message_id", mail.messageId())
                .put("tenant_id", mail.tenantId())
                .put("provider_id", mail.providerId())
                .put("from", mail.from().address())
                .put("to", addresses(recipients, RecipientKind.TO))
                .put("cc", addresses(recipients, RecipientKind.CC))
                .put("bcc", addresses(recipients, RecipientKind.BCC))
                .put("subject", mail.subject())
                .put("body_format", html ? "HTML" : "Text")
                .put("body_content", html ? mail.html() : mail.text());
        return new Publication(queue, payload.encode(), Map.of(REASON, header(error), "x-outbox-id", mail.id()));
    }

    static String header(String reason) {
        return reason.length() <= MAX_HEADER ? reason : reason.substring(0, MAX_HEADER);
    }

    private static JsonArray addresses(List<Recipient> recipients, RecipientKind kind) {
        JsonArray addresses = new JsonArray();
        recipients.stream()
                .filter(recipient -> recipient.kind() == kind)
                .forEach(recipient -> addresses.add(recipient.address().address()));
        return addresses;
    }
}
