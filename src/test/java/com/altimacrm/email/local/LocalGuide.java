package com.altimacrm.email.local;

import java.net.URI;
import java.util.Map;

/** The text that the local run prints when all is ready. */
final class LocalGuide {

    private LocalGuide() {}

    static String of(URI url, LocalSeed seed, Map<String, String> settings, String mailFolder) {
        return """

                The AltimaCRM Email Service is ready.

                  URL        %1$s
                  Login      %2$s
                  Password   %3$s
                  Operator   %4$s  password %5$s
                  Tenant     %6$s
                  Provider   %7$s

                  AMQP       amqp://%8$s:%9$s@%10$s:%11$s
                  Mailboxes  IMAP %12$s:%13$s, POP3 %12$s:%14$s; login and password: the address
                  Mails      %15$s

                Try it in another terminal. 1: log in and send a mail (it shows up below).

                  TOKEN=$(curl -s %1$s/api/auth/login -H 'Content-Type: application/json' \\
                    -d '{"email":"%2$s","password":"%3$s"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
                  curl -s %1$s/api/email/send -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                    -d '{"tenant_id":"%6$s","provider_id":"%7$s","from":"crm@demo.test","to":["ann@example.test"],
                         "subject":"Hello","body_format":"HTML","body_content":"<p>It works.</p>"}'

                2: put one on the queue, as a CRM does.

                  curl -s %1$s/api/rabbitmq/publish -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                    -d '{"queue":"email.send","message":{"tenant_id":"%6$s","provider_id":"%7$s","from":"crm@demo.test",
                         "to":["bob@example.test"],"subject":"By queue","body_format":"Text","body_content":"It works too."}}'

                3: see what happened; for one mail's steps: /api/email/<message_id>/timeline.

                  curl -s "%1$s/api/outbox/emails?tenant_id=%6$s" -H "Authorization: Bearer $TOKEN"

                Everything is made anew at each start. Ctrl-C ends it.
                """
                .formatted(
                        url,
                        seed.email(),
                        seed.password(),
                        settings.get("OPERATOR_EMAIL"),
                        settings.get("OPERATOR_PASSWORD"),
                        seed.tenantId(),
                        seed.providerId(),
                        settings.get("RABBITMQ_USER"),
                        settings.get("RABBITMQ_PASSWORD"),
                        settings.get("RABBITMQ_HOST"),
                        settings.get("RABBITMQ_PORT"),
                        settings.get("MAIL_HOST"),
                        settings.get("MAIL_IMAP_PORT"),
                        settings.get("MAIL_POP3_PORT"),
                        mailFolder);
    }
}
