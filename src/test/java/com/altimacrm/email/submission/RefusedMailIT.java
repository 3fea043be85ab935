package com.altimacrm.email.submission;

import static com.altimacrm.email.support.Accounts.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.Crm;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the REST doors refuse, under which keys, and that nothing of it is kept or sent. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class RefusedMailIT {
    private static final int MB = 1024 * 1024;

    private static MailSink sink;
    private static Crm crm;

    /** Once; before all is too early, because the address of the service is not told then. */
    @BeforeEach
    void open() {
        if (crm != null) {
            return;
        }
        sink = MailSink.keeping();
        crm = Crm.sendingTo(sink);
    }

    @AfterAll
    static void nothingWasSent() {
        as(crm.token()).get("/api/outbox/stats").then().body("data.total", equalTo(accepted));
        sink.close();
    }

    private static int accepted;

    private static ValidatableResponse refused(Object... changes) {
        return crm.send(crm.mail(changes)).then().statusCode(422).body("success", equalTo(false));
    }

    private static List<String> addresses(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i + "@kite.test").toList();
    }

    @Test
    void everyFaultIsNamedUnderItsDottedKey() {
        refused(
                        "to",
                        List.of("ada@kite.test", Map.of("name", "Nobody"), "no address"),
                        "cc",
                        List.of(Map.of("email", "also none")),
                        "attachments",
                        List.of(Map.of("filename", "a.txt", "url", "no address"), Map.of("url", "https://x.test/a")),
                        "priority",
                        "urgent",
                        "body_format",
                        "PDF",
                        "scheduled_at",
                        "2020-01-01T00:00:00Z")
                .body("message", notNullValue())
                .body(
                        "errors.keySet()",
                        containsInAnyOrder(
                                "to.1.email",
                                "to.2",
                                "cc.0.email",
                                "attachments.0.url",
                                "attachments.1.filename",
                                "priority",
                                "body_format",
                                "scheduled_at"));
    }

    @Test
    void whatIsMissingIsNamed() {
        as(crm.token())
                .body(Map.of("to", List.of()))
                .post("/api/rabbitmq/send-email")
                .then()
                .statusCode(422)
                .body("errors.keySet()", containsInAnyOrder("tenant_id", "provider_id", "from", "to", "body_content"));
    }

    @Test
    void emailSendAnswersTheFaultsWithoutAMessage() {
        crm.post("/api/email/send", crm.mail("to", List.of("nobody")))
                .then()
                .statusCode(422)
                .body("success", equalTo(false))
                .body("$", not(hasKey("message")))
                .body("errors", hasKey("to.0"));
    }

    @Test
    void recipientsAreLimitedPerField() {
        refused("to", addresses(101)).body("errors.keySet()", containsInAnyOrder("to"));
        refused("cc", addresses(51)).body("errors.keySet()", containsInAnyOrder("cc"));
        refused("bcc", addresses(51)).body("errors.keySet()", containsInAnyOrder("bcc"));
    }

    @Test
    void asManyRecipientsAsAllowedAllGetTheMail() {
        List<String> all = addresses(200);

        String id = crm.accepted(
                crm.mail("to", all.subList(0, 100), "cc", all.subList(100, 150), "bcc", all.subList(150, 200)));
        accepted++;

        crm.await(id, "sent");
        List<String> reached = new ArrayList<>();
        sink.mails().forEach(mail -> reached.addAll(mail.to()));
        assertThat(reached).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void subjectsAreLimited() {
        refused("subject", "s".repeat(256)).body("errors", hasKey("subject"));
    }

    @Test
    void filesAreLimited() {
        byte[] file = new byte[26 * MB];
        new Random(1).nextBytes(file);

        refused("attachments", List.of(Map.of("filename", "a.bin", "content", base64(file))))
                .body("errors", hasKey("attachments.0.content"));
        refused("attachments", List.of(Map.of("filename", "a.bin", "content", "no base64!")))
                .body("errors", hasKey("attachments.0.content"));
        refused("attachments", List.of(Map.of("filename", "a.bin"))).body("errors", hasKey("attachments.0.url"));
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }

    @Test
    void lineBreaksInHeaderInputAreRefused() {
        for (String broken : List.of("a\r\nBcc: x@evil.test", "a\nb", "a\rb", "a\0b")) {
            refused("subject", broken).body("errors", hasKey("subject"));
            refused("to", List.of(Map.of("email", "ada@kite.test", "name", broken)))
                    .body("errors.keySet()", containsInAnyOrder("to.0.email"));
            refused("from_name", broken).body("errors.size()", equalTo(1));
            refused("headers", Map.of("X-A", broken)).body("errors", hasKey("headers.X-A"));
            refused("header_overrides", Map.of("X-A: b\r\nBcc", "x@evil.test")).body("errors.size()", equalTo(1));
            refused("to", List.of("ada@kite.test" + broken)).body("errors", hasKey("to.0"));
            refused(
                            "attachments",
                            List.of(Map.of("filename", "a.txt", "mime_type", "text/" + broken, "content", "YQ==")))
                    .body("errors", hasKey("attachments.0.mime_type"));
        }
    }

    @Test
    void structuralHeadersAreRefused() {
        for (String name : List.of("Bcc", "From", "subject", "Message-ID", "Content-Type", "DKIM-Signature")) {
            refused("headers", Map.of(name, "x")).body("errors", hasKey("headers." + name));
        }
    }

    @Test
    void templateFaultsNameTheVariable() {
        String template = crm.template("Hi {{ name }}", "<p>{{ deal.amount }}</p>", null);

        crm.send(crm.templateMail(template, Map.of("other", 1)))
                .then()
                .statusCode(422)
                .body("errors.keySet()", containsInAnyOrder("template_data.name", "template_data.deal.amount"));
        crm.send(crm.templateMail("no-such-template", Map.of("a", 1)))
                .then()
                .statusCode(422)
                .body("errors", hasKey("template_id"));
    }

    @Test
    void aStrangersSenderIsRefused() {
        refused("from", "ceo@bank.test").body("errors", hasKey("from"));
        refused("from", "desk@sub." + crm.from().substring(5)).body("errors", hasKey("from"));
        crm.post("/api/email/send", crm.mail("from", "ceo@bank.test"))
                .then()
                .statusCode(422)
                .body("errors", hasKey("from"));
    }

    @Test
    void otherQueuesTakeNoMail() {
        crm.post("/api/rabbitmq/publish", Map.of("queue", "email.inbound", "message", crm.mail()))
                .then()
                .statusCode(422)
                .body("errors.queue[0]", containsString(Amqp.sendQueue()));
        crm.post("/api/rabbitmq/publish", Map.of("queue", Amqp.sendQueue()))
                .then()
                .statusCode(422)
                .body("errors", hasKey("message"));
    }

    @Test
    void nobodySendsWithoutAToken() {
        for (String path : List.of("/api/email/send", "/api/rabbitmq/send-email", "/api/rabbitmq/publish")) {
            given().contentType(ContentType.JSON)
                    .body(crm.mail())
                    .post(path)
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void bodiesThatAreNoObjectAreRefused() {
        for (String body : List.of("{", "[]", "\"text\"", "null", "")) {
            as(crm.token()).body(body).post("/api/rabbitmq/send-email").then().statusCode(422);
        }
    }
}
