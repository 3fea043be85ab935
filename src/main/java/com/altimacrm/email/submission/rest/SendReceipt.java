package com.altimacrm.email.submission.rest;

import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.platform.WireTime;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a submission is answered with on the wire.
 *
 * @param status {@code queued} for mail that waits for its first attempt, as the contract says; otherwise as stored
 */
@RegisterForReflection
record SendReceipt(
        @JsonProperty("message_id") String messageId,
        @JsonProperty("outbox_id") String outboxId,
        @JsonProperty("internet_message_id") String internetMessageId,
        @JsonProperty("status") String status,
        @JsonProperty("queued_at") String queuedAt,
        @JsonProperty("estimated_processing_time") String estimate) {
    private static final String ESTIMATE = "2-5 minutes";

    static SendReceipt of(Receipt receipt) {
        return new SendReceipt(
                receipt.messageId(),
                receipt.outboxId(),
                receipt.internetMessageId(),
                "pending".equals(receipt.status()) ? "queued" : receipt.status(),
                WireTime.text(receipt.queuedAt()),
                ESTIMATE);
    }
}
