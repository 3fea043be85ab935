package com.altimacrm.email.submission;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.SinkHook.Reaction;
import com.altimacrm.email.local.SinkStep;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A test mail tells at once whether a provider works, and why it does not. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class TestMailIT {
    private final String subject = "Test " + UUID.randomUUID();
    private MailSink sink;
    private Crm crm;

    @BeforeEach
    void open() {
        sink = MailSink.keeping();
        crm = Crm.sendingTo(sink);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private Response post(Object... changes) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "provider_id", crm.provider(), "to_email", "ada@kite.test", "subject", subject, "message", "Works?"));
        for (int i = 0; i < changes.length; i += 2) {
            body.put((String) changes[i], changes[i + 1]);
        }
        return as(crm.token()).body(body).post("/api/email/send-test-email");
    }

    @Test
    void aTestMailIsSentAtOnceFromTheProvidersAddress() {
        post().then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.provider_name", notNullValue())
                .body("data.from_email", equalTo(crm.from()))
                .body("data.to_email", equalTo("ada@kite.test"))
                .body("data.subject", equalTo(subject))
                .body("data.used_custom_from", equalTo(false))
                .body("data.sent_at", notNullValue());

        assertThat(new Inbox(sink).await(subject).part("text/plain")).contains("Works?");
    }

    @Test
    void aSenderOfItsOwnIsUsedWhereTheProviderAllowsIt() {
        String from = "other" + crm.from().substring(crm.from().indexOf('@'));

        post("from_email", from)
                .then()
                .statusCode(200)
                .body("data.from_email", equalTo(from))
                .body("data.used_custom_from", equalTo(true));
        post("from_email", "ceo@bank.test").then().statusCode(422).body("errors.from_email", notNullValue());
    }

    @Test
    void aRefusalIsToldInTheProvidersWords() {
        sink.hook((step, detail) ->
                step == SinkStep.RCPT ? Reaction.refuse("550 5.1.1 No such user here") : Reaction.goOn());

        post().then()
                .statusCode(502)
                .body("success", equalTo(false))
                .body("message", containsString("No such user here"))
                .body("data.status", equalTo("failed"));
    }

    @Test
    void aProviderThatIsAwayIsNamedAndTheMailWaits() {
        sink.close();

        post().then()
                .statusCode(202)
                .body("success", equalTo(false))
                .body("data.status", equalTo("queued"))
                .body("data.sent_at", nullValue())
                .body("data.error_message", notNullValue());
    }

    @Test
    void whatIsMissingIsNamed() {
        as(crm.token())
                .body(Map.of())
                .post("/api/email/send-test-email")
                .then()
                .statusCode(422)
                .body("errors.provider_id", notNullValue())
                .body("errors.to_email", notNullValue())
                .body("errors.subject", notNullValue())
                .body("errors.message", notNullValue());
    }

    @Test
    void anothersProviderIsNotFound() {
        post("provider_id", Crm.sendingTo(sink).provider()).then().statusCode(404);
    }
}
