package com.altimacrm.email.submission.rest;

import com.altimacrm.email.outbox.MailProgress;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.platform.WireTime;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a test mail came to.
 *
 * @param sentAt when the provider took it; null while it has not
 * @param usedCustomFrom whether the request named the sender
 * @param error why it failed or waits; null when it was sent
 */
@RegisterForReflection
record TestMailAnswer(
        @JsonProperty("provider_name") String providerName,
        @JsonProperty("from_email") String fromEmail,
        @JsonProperty("to_email") String toEmail,
        @JsonProperty("subject") String subject,
        @JsonProperty("sent_at") String sentAt,
        @JsonProperty("used_custom_from") boolean usedCustomFrom,
        @JsonProperty("message_id") String messageId,
        @JsonProperty("status") String status,
        @JsonProperty("error_message") String error) {

    static TestMailAnswer of(TestMail mail, Receipt receipt, MailProgress progress) {
        return new TestMailAnswer(
                mail.providerName(),
                mail.fromEmail(),
                mail.toEmail(),
                mail.subject(),
                progress.sentAt() == null ? null : WireTime.text(progress.sentAt()),
                mail.customFrom(),
                receipt.messageId(),
                progress.status().isEnd() ? progress.status().wireName() : "queued",
                progress.error());
    }
}
