package com.altimacrm.email.submission;

import com.altimacrm.email.attachment.SubmittedAttachment;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a client asked for, read and checked field by field, nothing looked up yet.
 *
 * @param key Idempotency-Key header, else the client's message_id; null when there is neither
 * @param messageId the client's message_id, or null
 * @param providerId null for the tenant's default provider
 * @param from null for the provider's own address
 * @param templateId null when the body is given
 * @param data template variables; empty when there is no template
 * @param html HTML body as given, or null
 * @param text plain body as given, or null
 * @param attachmentDigests SHA-256 of each attachment's content
 * @param source door or label shown in the log
 */
public record Submission(
        String tenantId,
        String providerId,
        String userId,
        String key,
        String messageId,
        EmailAddress from,
        EmailAddress replyTo,
        List<Recipient> recipients,
        String subject,
        String bodyFormat,
        String html,
        String text,
        String templateId,
        Map<String, Object> data,
        List<SubmittedAttachment> attachments,
        List<String> attachmentDigests,
        Map<String, String> headers,
        String campaignId,
        String priority,
        Instant scheduledAt,
        String source) {

    /** Whether the client gave nothing to recognise a repeat by. */
    public boolean isAnonymous() {
        return key == null;
    }

    /** Whether the body comes from a stored template. */
    public boolean usesTemplate() {
        return templateId != null && html == null && text == null;
    }

    /** Names no addresses and no body: those are private. */
    @Override
    public String toString() {
        return "Submission[tenant " + tenantId + ", key " + key + ", " + recipients.size() + " recipients]";
    }
}
