package com.altimacrm.email.outbox;

import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the provider answered, as the client sees it under {@code provider_response}. */
final class ProviderResponse {
    private ProviderResponse() {}

    static String sent(String providerName, Accepted outcome, Instant at) {
        return new JsonObject()
                .put("provider_name", providerName)
                .put("provider_message_id", outcome.providerMessageId())
                .put("sent_at", at.truncatedTo(ChronoUnit.MICROS).toString())
                .put("response", outcome.reason())
                .encode();
    }
}
