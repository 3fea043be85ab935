package com.altimacrm.email.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds mails for tests, one field changed at a time. */
final class Mails {
    String messageId = "id-1@mailer.test";
    EmailAddress from = new EmailAddress("shop@sender.test", "The Shop");
    EmailAddress replyTo;
    String subject = "Hello";
    String html;
    String text = "Hello.\n";
    final List<Recipient> recipients = new ArrayList<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    final List<AttachmentPart> files = new ArrayList<>();

    Mails to(RecipientKind kind, String address, String name) {
        recipients.add(new Recipient(recipients.size(), kind, new EmailAddress(address, name)));
        return this;
    }

    Mails subject(String value) {
        subject = value;
        return this;
    }

    Mails text(String value) {
        text = value;
        return this;
    }

    Mails html(String value) {
        html = value;
        return this;
    }

    Mails file(String name, String type, byte[] content) {
        files.add(new AttachmentPart(name, type, content));
        return this;
    }

    OutgoingMessage build() {
        if (recipients.isEmpty()) {
            to(RecipientKind.TO, "reader@there.test", null);
        }
        return new OutgoingMessage(
                "outbox-1",
                messageId,
                Instant.parse("2026-11-03T04:05:06Z"),
                from,
                replyTo,
                recipients,
                recipients,
                null,
                subject,
                html,
                text,
                headers,
                files);
    }

    byte[] bytes() {
        return MimeWriter.write(build()).bytes();
    }
}
