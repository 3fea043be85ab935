package com.altimacrm.email.outbox;

import com.altimacrm.email.attachment.AttachmentRef;
import java.time.Duration;
import java.util.List;

/**
 * What an attempt comes to: everything one transaction writes about it.
 *
 * @param mail the claimed mail; its fence guards the write
 * @param status the mail's new status
 * @param retryCount failed attempts that counted, now
 * @param nextIn how long until the next attempt may start; null when there is none
 * @param error why it failed or waits; null when all is well
 * @param providerMessageId the provider's own id, or null
 * @param providerResponse JSON text for the client, or null to keep what is there
 * @param recipients recipients whose state changed
 * @param attachments references that now name kept content, to be remembered; null when nothing changed
 * @param events steps for the timeline
 * @param deadLetter copy for the dead-letter queue, or null
 */
public record Settled(
        ClaimedMail mail,
        MailStatus status,
        int retryCount,
        Duration nextIn,
        String error,
        String providerMessageId,
        String providerResponse,
        List<RecipientUpdate> recipients,
        List<AttachmentRef> attachments,
        List<MailEvent> events,
        Publication deadLetter) {

    /** The same decision, remembering where attachments were kept; nothing learnt leaves what is stored as it is. */
    Settled remembering(List<AttachmentRef> kept) {
        if (kept == null || kept.isEmpty()) {
            return this;
        }
        return new Settled(
                mail,
                status,
                retryCount,
                nextIn,
                error,
                providerMessageId,
                providerResponse,
                recipients,
                kept,
                events,
                deadLetter);
    }

    /** The same decision without any text of others', for a database that refused the text. */
    Settled withoutWords() {
        return new Settled(
                mail,
                status,
                retryCount,
                nextIn,
                "The provider's answer could not be stored.",
                null,
                null,
                recipients.stream()
                        .map(update -> new RecipientUpdate(update.position(), update.status(), null))
                        .toList(),
                null,
                List.of(),
                null);
    }
}
