package com.altimacrm.email.outbox;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.SinkHook;
import com.altimacrm.email.local.SinkHook.Reaction;
import com.altimacrm.email.local.SinkStep;
import com.altimacrm.email.support.Crm;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail that nobody is sending can be withdrawn, moved and sent once more; all others are left alone. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class ChangeByHandIT {
    private static final String MAIL = "/api/outbox/emails/{id}";

    private MailSink sink;
    private Crm crm;

    @BeforeEach
    void aProviderOfItsOwn() {
        sink = MailSink.keeping();
        crm = Crm.sendingTo(sink);
    }

    @AfterEach
    void end() {
        sink.close();
    }

    private RequestSpecification asUser() {
        return as(crm.token());
    }

    private String scheduled(Duration in) {
        return crm.accepted(crm.mail("scheduled_at", Instant.now().plus(in).toString()));
    }

    private Response moved(String id, Object at) {
        Map<String, Object> body = new HashMap<>();
        body.put("scheduled_at", at);
        return asUser().body(body).patch(MAIL, id);
    }

    private List<String> steps(String id) {
        return crm.timeline(id).getList("type");
    }

    @Test
    void aWithdrawnMailNeverLeaves() {
        String id = scheduled(Duration.ofSeconds(2));
        String next = scheduled(Duration.ofSeconds(3));

        asUser().delete(MAIL, id)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.status", equalTo("cancelled"));

        crm.await(next, "sent");
        assertThat(sink.mailCount()).isEqualTo(1);
        assertThat(steps(id)).containsExactly("accepted", "cancelled");
        asUser().get("/api/outbox/stats")
                .then()
                .body("data.cancelled", equalTo(1))
                .body("data.pending", equalTo(0));
        asUser().delete(MAIL, id).then().statusCode(400).body("message", containsString("cancelled"));
    }

    @Test
    void aMailThatWasSentIsNotWithdrawn() {
        String id = crm.accepted(crm.mail());
        crm.await(id, "sent");

        asUser().delete(MAIL, id).then().statusCode(400).body("message", containsString("sent"));
        moved(id, Instant.now().plusSeconds(60).toString()).then().statusCode(400);
        asUser().post(MAIL + "/resend", id).then().statusCode(400);
        assertThat(crm.status(id).getString("status")).isEqualTo("sent");
    }

    @Test
    void aMailThatIsBeingSentIsLeftAlone() {
        sink.hook((step, detail) -> step == SinkStep.KEPT ? Reaction.delay(Duration.ofSeconds(3)) : Reaction.goOn());
        String id = crm.accepted(crm.mail());
        await().atMost(Crm.PATIENCE).until(() -> sink.mailCount() == 1);

        asUser().delete(MAIL, id).then().statusCode(400).body("message", containsString("right now"));

        crm.await(id, "sent");
    }

    @Test
    void aWaitingMailMovesToAnotherTime() {
        String id = scheduled(Duration.ofHours(1));
        Instant at = Instant.now().plusSeconds(3);

        moved(id, at.toString()).then().statusCode(200).body("data.scheduled_at", notNullValue());

        assertThat(Instant.parse(crm.await(id, "sent").getString("sent_at"))).isAfterOrEqualTo(at);
        assertThat(steps(id)).contains("rescheduled");
    }

    @Test
    void aWaitingMailIsSentNow() {
        String id = scheduled(Duration.ofHours(1));

        moved(id, null).then().statusCode(200);

        crm.await(id, "sent");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        String id = scheduled(Duration.ofHours(1));

        moved(id, "soon").then().statusCode(422).body("errors.scheduled_at", notNullValue());
        moved(id, "2001-01-01T00:00:00Z").then().statusCode(422).body("errors.scheduled_at", notNullValue());
        asUser().body(Map.of()).patch(MAIL, id).then().statusCode(422).body("errors.scheduled_at", notNullValue());
        assertThat(crm.status(id).getString("status")).isEqualTo("pending");
    }

    @Test
    void aFailedMailIsSentOnceMoreUnderItsMessageId() {
        sink.hook(
                (step, detail) -> step == SinkStep.RCPT ? Reaction.refuse("550 5.1.1 No such user") : Reaction.goOn());
        String id = crm.accepted(crm.mail());
        crm.await(id, "failed");
        sink.hook(SinkHook.NONE);

        asUser().post(MAIL + "/resend", id).then().statusCode(200).body("data.error_message", equalTo(null));

        crm.await(id, "sent");
        assertThat(sink.mailCount()).isEqualTo(1);
        assertThat(steps(id)).contains("resent");
        asUser().get("/api/outbox/stats")
                .then()
                .body("data.failed", equalTo(0))
                .body("data.sent", equalTo(1))
                .body("data.pending", equalTo(0));
    }

    @Test
    void anothersMailIsNotThere() {
        String id = scheduled(Duration.ofHours(1));
        RequestSpecification other = as(Crm.sendingTo(sink).token());

        other.delete(MAIL, id).then().statusCode(404);
        as(Crm.sendingTo(sink).token()).post(MAIL + "/resend", id).then().statusCode(404);
        as(Crm.sendingTo(sink).token())
                .body(Map.of("scheduled_at", Instant.now().plusSeconds(60).toString()))
                .patch(MAIL, id)
                .then()
                .statusCode(404);
        assertThat(crm.status(id).getString("status")).isEqualTo("pending");
    }
}
