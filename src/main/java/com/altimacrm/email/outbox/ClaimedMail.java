package com.altimacrm.email.outbox;

import com.altimacrm.email.attachment.AttachmentRef;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.transport.RecipientRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A mail this replica holds under a lease.
 *
 * @param fence number of this claim; every write names it and is refused once another claim was made
 * @param previousOwner who held the row when this claim was made: its lease lapsed; null normally
 * @param retryCount failed attempts that counted so far
 * @param recipients all recipients
 * @param open the recipients not yet settled: the ones to try now
 * @param failedBefore the recipients that earlier attempts gave up
 * @param suppressed why some of the open recipients may not be written to, by position
 */
public record ClaimedMail(
        String id,
        String tenantId,
        String providerId,
        long fence,
        String previousOwner,
        int retryCount,
        String messageId,
        String internetMessageId,
        EmailAddress from,
        EmailAddress replyTo,
        List<Recipient> recipients,
        List<Recipient> open,
        List<Recipient> failedBefore,
        List<RecipientRefusal> suppressed,
        String subject,
        String html,
        String text,
        List<AttachmentRef> attachments,
        Map<String, String> headers,
        Instant createdAt,
        Instant claimedAt) {

    /** The reference under which others know it. */
    public MailReference reference() {
        return new MailReference(id, tenantId, providerId);
    }

    /** The open recipients who may be written to: the envelope of the next attempt. */
    public List<Recipient> envelope() {
        return suppressed.isEmpty()
                ? open
                : open.stream().filter(recipient -> !isSuppressed(recipient)).toList();
    }

    private boolean isSuppressed(Recipient recipient) {
        return suppressed.stream().anyMatch(refusal -> refusal.position() == recipient.position());
    }

    /** Whether an earlier attempt delivered to some of the recipients. */
    public boolean partlySent() {
        return open.size() + failedBefore.size() < recipients.size();
    }
}
