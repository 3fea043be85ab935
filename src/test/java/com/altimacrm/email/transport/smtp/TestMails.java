package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mails for tests. */
final class TestMails {
    private TestMails() {}

    static OutgoingMessage to(String... addresses) {
        return withText("Hello.\n", addresses);
    }

    static OutgoingMessage withText(String text, String... addresses) {
        List<Recipient> recipients = new ArrayList<>();
        for (String address : addresses) {
            recipients.add(new Recipient(recipients.size(), RecipientKind.TO, EmailAddress.of(address)));
        }
        return of("id-1", text, recipients);
    }

    static OutgoingMessage of(String id, String text, List<Recipient> recipients) {
        return new OutgoingMessage(
                id,
                id + "@sender.test",
                Instant.parse("2026-01-02T03:04:05Z"),
                new EmailAddress("shop@sender.test", "The Shop"),
                null,
                recipients,
                recipients,
                EmailAddress.of("bounce@sender.test"),
                "Your order",
                null,
                text,
                Map.of(),
                List.of());
    }
}
