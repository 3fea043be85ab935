package com.altimacrm.email.submission.rest;

import com.altimacrm.email.outbox.MailProgress;
import com.altimacrm.email.outbox.Receipt;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The answer to a template mail that the client waits for. */
@RegisterForReflection
record SendAnswer(
        @JsonProperty("message_id") String messageId,
        @JsonProperty("outbox_id") String outboxId,
        @JsonProperty("provider_message_id") String providerMessageId,
        @JsonProperty("status") String status,
        @JsonProperty("error_message") String error) {

    static SendAnswer of(Receipt receipt, MailProgress progress) {
        String status = progress.status().isEnd() ? progress.status().wireName() : "queued";
        return new SendAnswer(
                receipt.messageId(), receipt.outboxId(), progress.providerMessageId(), status, progress.error());
    }
}
