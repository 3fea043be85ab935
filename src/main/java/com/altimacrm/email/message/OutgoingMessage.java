package com.altimacrm.email.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One mail as it is to be sent now: the header fields for every reader, the envelope for this attempt.
 *
 * @param outboxId the row it came from; names the mail in logs
 * @param messageId Message-ID without angle brackets (RFC 5322 §3.6.4); the same on every attempt
 * @param date the Date header; the same on every attempt
 * @param from author
 * @param replyTo where answers go, or null
 * @param recipients all recipients, for the To and Cc headers; Bcc appears in none
 * @param envelopeTo those to be tried now: recipients that earlier attempts settled are left out
 * @param returnPath envelope sender for bounces, or null for the author's address
 * @param subject decoded text
 * @param html HTML body, or null
 * @param text plain body, or null; one of the two is present
 * @param headers extra headers, policy already applied, in order
 * @param attachments files, complete
 */
public record OutgoingMessage(
        String outboxId,
        String messageId,
        Instant date,
        EmailAddress from,
        EmailAddress replyTo,
        List<Recipient> recipients,
        List<Recipient> envelopeTo,
        EmailAddress returnPath,
        String subject,
        String html,
        String text,
        Map<String, String> headers,
        List<AttachmentPart> attachments) {

    public OutgoingMessage {
        recipients = List.copyOf(recipients);
        envelopeTo = List.copyOf(envelopeTo);
        attachments = List.copyOf(attachments);
        if (envelopeTo.isEmpty()) {
            throw new InvalidMessage("to", "A mail needs at least one recipient.");
        }
        if (html == null && text == null) {
            throw new InvalidMessage("body_content", "A mail needs a body.");
        }
        HeaderText.checked("subject", subject);
        headers.forEach((name, value) -> HeaderText.checked("headers." + name, value));
    }

    /** Characters of the bodies and octets of the files: never more than the octets that the mail will have. */
    public long size() {
        long size = html == null ? 0 : html.length();
        size += text == null ? 0 : text.length();
        for (AttachmentPart file : attachments) {
            size += file.content().length;
        }
        return size;
    }

    @Override
    public String toString() {
        return "OutgoingMessage[" + outboxId + ", " + envelopeTo.size() + " recipients]";
    }
}
