package com.altimacrm.email.outbox;

import com.altimacrm.email.attachment.AttachmentRef;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A mail ready to be stored: validated, rendered, its recipients settled.
 *
 * @param id the row's id
 * @param submissionKey Idempotency-Key or client's message_id; null when there was neither
 * @param digest SHA-256 of the normalised submission, hex
 * @param redeliverable true when the broker might deliver the same message again and it carried no id
 * @param messageId the id the client knows the mail by
 * @param internetMessageId Message-ID header without angle brackets
 * @param bodyFormat HTML, Text, JSON or EML as submitted
 * @param scheduledAt no attempt before this; null for at once
 * @param metadata what the client's submission said beside the mail itself, as JSON text
 */
public record NewMail(
        String id,
        String tenantId,
        String providerId,
        String userId,
        String submissionKey,
        String digest,
        boolean redeliverable,
        String messageId,
        String internetMessageId,
        EmailAddress from,
        EmailAddress replyTo,
        List<Recipient> recipients,
        String subject,
        String bodyFormat,
        String html,
        String text,
        List<AttachmentRef> attachments,
        Map<String, String> headers,
        String source,
        String actor,
        String campaignId,
        String templateId,
        String priority,
        Instant scheduledAt,
        String metadata) {}
