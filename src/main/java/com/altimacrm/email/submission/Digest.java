package com.altimacrm.email.submission;

import com.altimacrm.email.attachment.SubmittedAttachment;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.Recipient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of what a submission says, whatever door and form it came by: the same mail has the same digest over REST
 * and AMQP, with recipients as text or as objects.
 */
final class Digest {
    private final MessageDigest sha256;

    private Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The digest in hex. */
    static String of(Submission submission, String providerId, EmailAddress from) {
        Digest digest = new Digest();
        digest.text(submission.tenantId());
        digest.text(providerId);
        digest.address(from);
        digest.address(submission.replyTo());
        submission.recipients().forEach(digest::recipient);
        digest.text(submission.subject());
        digest.text(submission.html());
        digest.text(submission.text());
        digest.text(submission.usesTemplate() ? submission.templateId() : null);
        digest.value(submission.usesTemplate() ? submission.data() : null);
        submission.attachments().forEach(digest::attachment);
        submission.attachmentDigests().forEach(digest::text);
        digest.value(submission.headers());
        digest.text(submission.campaignId());
        digest.text(submission.priority());
        digest.text(
                submission.scheduledAt() == null
                        ? null
                        : submission.scheduledAt().toString());
        return digest.hex();
    }

    /** SHA-256 of an attachment's content in hex. About 1 ms per MB. */
    static String ofContent(SubmittedAttachment attachment) {
        Digest digest = new Digest();
        digest.bytes(attachment.content());
        return digest.hex();
    }

    private void recipient(Recipient recipient) {
        text(recipient.kind().name());
        address(recipient.address());
    }

    private void attachment(SubmittedAttachment attachment) {
        text(attachment.filename());
        text(attachment.mimeType());
        text(attachment.url());
    }

    private void address(EmailAddress address) {
        text(address == null ? null : address.address());
        text(address == null ? null : address.name());
    }

    /** Any JSON value, the keys of objects in order. */
    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
            text("{" + sorted.size());
            sorted.forEach((key, item) -> {
                text(key);
                value(item);
            });
        } else if (value instanceof List<?> list) {
            text("[" + list.size());
            list.forEach(this::value);
        } else {
            text(value == null ? null : value.toString());
        }
    }

    private void text(String text) {
        bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** Length first, so that no two different sequences look the same. */
    private void bytes(byte[] bytes) {
        int length = bytes == null ? -1 : bytes.length;
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (length >>> shift));
        }
        if (bytes != null) {
            sha256.update(bytes);
        }
    }

    private String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
