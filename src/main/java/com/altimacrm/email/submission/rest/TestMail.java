package com.altimacrm.email.submission.rest;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.EmailAddress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A test mail as asked for (contract 1.2, #33), and as the mail it becomes. */
record TestMail(
        String providerId,
        String providerName,
        String toEmail,
        String fromEmail,
        boolean customFrom,
        String subject,
        String message) {
    private static final int MOST_SUBJECT = 255;
    private static final int MOST_TEXT = 100_000;

    static TestMail read(JsonNode json) {
        Input in = Input.of(json);
        String provider = in.requiredText("provider_id", 36);
        EmailAddress to = in.present("to_email") ? in.email("to_email") : null;
        EmailAddress from = in.email("from_email");
        String subject = in.requiredText("subject", MOST_SUBJECT);
        String message = in.requiredText("message", MOST_TEXT);
        in.check();
        return new TestMail(
                provider, null, to.address(), from == null ? null : from.address(), from != null, subject, message);
    }

    /** With what the provider adds: its name, and its own address where none was named. */
    TestMail through(String name, String ownAddress) {
        return new TestMail(
                providerId, name, toEmail, customFrom ? fromEmail : ownAddress, customFrom, subject, message);
    }

    /** The mail in the words of every other door. */
    ObjectNode mail(String tenantId) {
        ObjectNode mail = JsonNodeFactory.instance.objectNode();
        mail.put("tenant_id", tenantId)
                .put("provider_id", providerId)
                .put("subject", subject)
                .put("body_format", "Text")
                .put("body_content", message)
                .put("priority", "high");
        mail.putArray("to").add(toEmail);
        if (customFrom) {
            mail.put("from", fromEmail);
        }
        return mail;
    }
}
