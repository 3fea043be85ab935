package com.altimacrm.email.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import com.altimacrm.email.support.Inbox.Mail;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every form of a mail that the contract lists arrives as it was meant, through each door. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class MailFormsIT {
    private static MailSink sink;
    private static Inbox inbox;
    private static Amqp amqp;
    private static Crm crm;
    private static String template;

    /** Once; before all is too early, because the address of the service is not told then. */
    @BeforeEach
    void open() {
        if (crm != null) {
            return;
        }
        sink = MailSink.keeping();
        inbox = new Inbox(sink);
        amqp = new Amqp();
        crm = Crm.sendingTo(sink);
        template = crm.template("Hello {{ name }} {{ key }}", "<p>Dear {{ name }}</p>", "Dear {{ $name }}");
    }

    @AfterAll
    static void close() {
        amqp.close();
        sink.close();
    }

    private final String key = UUID.randomUUID().toString();
    private final Map<String, Object> data = Map.of("name", "Ann & Bob", "key", key);

    private Mail templateMail() {
        return inbox.await("Hello Ann & Bob " + key);
    }

    private static String subject(Map<String, Object> mail) {
        return (String) mail.get("subject");
    }

    @Test
    void sendEmailTakesATemplateAndBothItsPartsArrive() {
        crm.send(crm.templateMail(template, data))
                .then()
                .statusCode(202)
                .body("success", equalTo(true))
                .body("message", notNullValue())
                .body("data.status", equalTo("queued"))
                .body("data.message_id", notNullValue())
                .body("data.estimated_processing_time", equalTo("2-5 minutes"))
                .body("data.queued_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));

        Mail mail = templateMail();

        assertThat(mail.header("Content-Type")).startsWith("multipart/alternative");
        assertThat(mail.part("text/html").strip()).isEqualTo("<p>Dear Ann &amp; Bob</p>");
        assertThat(mail.part("text/plain").strip()).isEqualTo("Dear Ann & Bob");
    }

    @Test
    void sendEmailTakesABody() {
        Map<String, Object> body = crm.mail("attachments", List.of());

        crm.accepted(body);

        assertThat(inbox.await(subject(body)).part("text/html").strip()).isEqualTo("<p>Hi</p>");
    }

    @Test
    void filesWithContentArriveByteForByte() {
        byte[] file = {0, 1, 2, (byte) 200, 13, 10, 46, 13, 10};
        String content = Base64.getEncoder().encodeToString(file);
        Map<String, Object> body = crm.mail(
                "attachments",
                List.of(Map.of("filename", "a.bin", "mime_type", "application/octet-stream", "content", content)));

        crm.accepted(body);

        assertThat(inbox.await(subject(body)).file("a.bin")).isEqualTo(file);
    }

    @Test
    void emailSendTakesATemplateWithObjectsAndWaitsForTheOutcome() {
        Map<String, Object> body = new HashMap<>();
        body.put("template_id", template);
        body.put("to", List.of(Map.of("email", "ada@kite.test", "name", "Ada Lovelace")));
        body.put("cc", List.of(Map.of("email", "cy@kite.test")));
        body.put("data", data);
        body.put("retry_policy", Map.of("max_attempts", 3, "backoff_seconds", 30));

        JsonPath answer = crm.post("/api/email/send", body)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.status", equalTo("sent"))
                .extract()
                .jsonPath();

        Mail mail = templateMail();
        assertThat(mail.header("To")).contains("Ada Lovelace").contains("<ada@kite.test>");
        assertThat(mail.received().to()).containsExactlyInAnyOrder("ada@kite.test", "cy@kite.test");
        assertThat(mail.received().from()).isEqualTo(crm.from());
        assertThat(crm.status(answer.getString("data.message_id")).getString("status"))
                .isEqualTo("sent");
    }

    @Test
    void emailSendTakesABodyAndQueuesIt() {
        Map<String, Object> body = crm.mail("body_format", "Text", "body_content", "plain words");

        crm.post("/api/email/send", body)
                .then()
                .statusCode(202)
                .body("data.status", equalTo("queued"))
                .body("data.outbox_id", notNullValue());

        Mail mail = inbox.await(subject(body));
        assertThat(mail.header("Content-Type")).startsWith("text/plain");
        assertThat(mail.part("text/plain").strip()).isEqualTo("plain words");
    }

    @Test
    void emailSendNeedsNeitherSenderNorFormat() {
        Map<String, Object> body = crm.mail();
        body.keySet().removeAll(List.of("from", "body_format", "provider_id"));

        crm.post("/api/email/send", body).then().statusCode(202);

        assertThat(inbox.await(subject(body)).header("From")).contains("Desk").contains("<" + crm.from() + ">");
    }

    @Test
    void publishTakesAQueueMessage() {
        Map<String, Object> message = crm.mail();

        crm.post("/api/rabbitmq/publish", Map.of("queue", Amqp.sendQueue(), "message", message))
                .then()
                .statusCode(202)
                .body("success", equalTo(true))
                .body("data.outbox_id", notNullValue());

        inbox.await(subject(message));
    }

    @Test
    void theShortestQueueMessageIsSent() {
        Map<String, Object> message = crm.mail();

        amqp.put(message);

        assertThat(inbox.await(subject(message)).received().to()).containsExactly("ada@kite.test");
    }

    @Test
    void theExchangeOfTheDocumentsLeadsToTheSameQueue() {
        Map<String, Object> message = crm.mail();

        amqp.put("email.exchange", Amqp.json(message));

        inbox.await(subject(message));
    }

    @Test
    void queueMessagesNameHeadersEitherWay() {
        Map<String, Object> one = crm.mail("headers", Map.of("X-Campaign", "spring"));
        Map<String, Object> two = crm.mail("header_overrides", Map.of("X-Campaign", "autumn"));

        amqp.put(one);
        amqp.put(two);

        assertThat(inbox.await(subject(one)).header("X-Campaign")).isEqualTo("spring");
        assertThat(inbox.await(subject(two)).header("X-Campaign")).isEqualTo("autumn");
    }

    @Test
    void queueMessagesNameRecipientsAsTextOrAsObjects() {
        Map<String, Object> message = crm.mail(
                "to",
                List.of(Map.of("email", "ada@kite.test", "name", "Zoë Ångström"), "bo@kite.test"),
                "user_id",
                "someone",
                "campaign_id",
                "c-1",
                "timestamp",
                "2026-03-04T09:15:00Z");

        amqp.put(message);

        Mail mail = inbox.await(subject(message));
        assertThat(mail.received().to()).containsExactlyInAnyOrder("ada@kite.test", "bo@kite.test");
        assertThat(mail.header("To")).contains("=?").contains("<ada@kite.test>").contains("bo@kite.test");
    }

    @Test
    void aTemplateWithoutDataBesideABodyMeansTheBody() {
        Map<String, Object> message = crm.mail("template_id", template);

        amqp.put(message);

        assertThat(inbox.await(subject(message)).part("text/html").strip()).isEqualTo("<p>Hi</p>");
    }

    @Test
    void aQueueMessageTakesATemplateWithData() {
        amqp.put(crm.templateMail(template, data));

        assertThat(templateMail().part("text/html")).contains("Dear Ann &amp; Bob");
    }

    @Test
    void formatsAreReadWithoutCase() {
        for (String format : List.of("TEXT", "Text", "text", "html", "HTML")) {
            Map<String, Object> message = crm.mail("body_format", format);

            amqp.put(message);

            String type = format.equalsIgnoreCase("html") ? "text/html" : "text/plain";
            assertThat(inbox.await(subject(message)).header("Content-Type")).startsWith(type);
        }
    }

    @Test
    void aRequeuedMailOfTheOldServiceIsSent() {
        Map<String, Object> message = crm.mail(
                "source", "requeue", "original_outbox_id", UUID.randomUUID().toString(), "retry_count", 1);

        amqp.put(message);

        inbox.await(subject(message));
    }

    @Test
    void blindRecipientsGetTheMailAndStandInNoHeader() {
        Map<String, Object> body = crm.mail(
                "to", List.of("to@kite.test"), "cc", List.of("cc@kite.test"), "bcc", List.of("hidden@kite.test"));

        String id = crm.accepted(body);

        Mail mail = inbox.await(subject(body));
        assertThat(mail.received().to()).containsExactlyInAnyOrder("to@kite.test", "cc@kite.test", "hidden@kite.test");
        assertThat(mail.header("Cc")).contains("cc@kite.test");
        assertThat(new String(mail.received().raw(), StandardCharsets.ISO_8859_1))
                .doesNotContainIgnoringCase("hidden");
        assertThat(mail.header("Bcc")).isNull();
        assertThat(crm.await(id, "sent").getList("recipients.status")).containsExactly("sent", "sent", "sent");
    }

    @Test
    void subjectsInAnyScriptArriveWhole() {
        for (String subject : List.of(
                "Größe " + key,
                "日本語の件名 " + key,
                "Ünïcödé 📬👩‍🚀 " + key,
                "long " + "wörter ".repeat(25) + key,
                "مرحبا بالعالم " + key,
                "=?UTF-8?Q?not_encoded?= " + key)) {
            crm.accepted(crm.mail("subject", subject));

            Mail mail = inbox.await(subject);

            assertThat(mail.received().text().lines()).allMatch(line -> line.length() <= 998);
            assertThat(mail.header("Subject")).matches("\\p{ASCII}*");
        }
    }

    @Test
    void theMessageIdOnTheMailIsTheOneThatStatusTells() {
        String messageId = UUID.randomUUID().toString();
        Map<String, Object> body = crm.mail("message_id", messageId);

        crm.send(body).then().statusCode(202).body("data.message_id", equalTo(messageId));

        Mail mail = inbox.await(subject(body));
        String told = crm.status(messageId).getString("internet_message_id");
        assertThat(mail.received().messageId()).isEqualTo("<" + told + ">").startsWith("<" + messageId + "@");
        assertThat(crm.status("<" + told + ">").getString("message_id")).isEqualTo(messageId);
    }
}
