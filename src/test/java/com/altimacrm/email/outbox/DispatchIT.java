package com.altimacrm.email.outbox;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.SinkHook;
import com.altimacrm.email.local.SinkHook.Reaction;
import com.altimacrm.email.local.SinkStep;
import com.altimacrm.email.support.Accounts;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.Amqp.Letter;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an accepted mail, whatever its provider answers. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class DispatchIT {
    private static Amqp amqp;

    private MailSink sink;
    private Inbox inbox;
    private Crm crm;

    @BeforeAll
    static void open() {
        amqp = new Amqp();
    }

    @AfterAll
    static void close() {
        amqp.close();
    }

    @BeforeEach
    void aProviderOfItsOwn() {
        sink = MailSink.keeping();
        inbox = new Inbox(sink);
        crm = Crm.sendingTo(sink);
    }

    @AfterEach
    void end() {
        sink.close();
    }

    /** Reacts so at this step the first {@code times} it comes. */
    private static SinkHook first(int times, SinkStep at, Reaction reaction) {
        AtomicInteger left = new AtomicInteger(times);
        return (step, detail) -> step == at && left.getAndDecrement() > 0 ? reaction : Reaction.goOn();
    }

    private static SinkHook always(SinkStep at, Reaction reaction) {
        return first(Integer.MAX_VALUE, at, reaction);
    }

    private List<String> steps(String id) {
        return crm.timeline(id).getList("type");
    }

    private static Letter buried(String id) {
        return amqp.awaitBuried(letter -> letter.outboxId().equals(id));
    }

    private static void notBuried(String id) {
        assertThat(amqp.buried(letter -> letter.outboxId().equals(id))).isEmpty();
    }

    @Test
    void aTemporaryRefusalIsTriedAgainUnderTheSameMessageId() {
        AtomicInteger refusals = new AtomicInteger(1);
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        sink.hook((step, detail) -> {
            if (step != SinkStep.CONTENT) {
                return Reaction.goOn();
            }
            seen.add(detail);
            return refusals.getAndDecrement() > 0 ? Reaction.refuse("451 4.2.0 try again") : Reaction.goOn();
        });

        String id = crm.accepted(crm.mail());

        JsonPath status = crm.await(id, "sent");
        assertThat(status.getInt("retry_count")).isEqualTo(1);
        assertThat(seen).hasSize(2).allMatch(("<" + status.getString("internet_message_id") + ">")::equals);
        assertThat(sink.mailCount()).isEqualTo(1);
        assertThat(steps(id)).containsExactly("accepted", "attempt", "deferred", "attempt", "sent");
        assertThat(crm.timeline(id).getString("find { it.type == 'deferred' }.detail"))
                .contains("451 4.2.0 try again");
        notBuried(id);
    }

    @Test
    void aRefusalForGoodFailsAtOnceAndLeavesACopy() {
        sink.hook(always(SinkStep.CONTENT, Reaction.refuse("554 5.6.0 we do not like it")));
        Map<String, Object> mail = crm.mail("cc", List.of("cy@kite.test"), "body_content", "<p>words</p>");

        String id = crm.accepted(mail);

        JsonPath status = crm.await(id, "failed");
        assertThat(status.getString("error_message")).contains("554 5.6.0 we do not like it");
        assertThat(steps(id)).containsOnlyOnce("attempt").contains("rejected");
        Letter letter = buried(id);
        assertThat(letter.reason()).contains("554");
        JsonPath copy = JsonPath.from(letter.body());
        assertThat(copy.getList("to")).containsExactly("ada@kite.test");
        assertThat(copy.getList("cc")).containsExactly("cy@kite.test");
        assertThat(copy.getString("body_content")).isEqualTo("<p>words</p>");
        assertThat(copy.getString("tenant_id")).isEqualTo(crm.tenant());
        assertThat(sink.mailCount()).isZero();
    }

    @Test
    void whoIsRefusedFailsAloneAndTheOthersGetTheMail() {
        sink.hook((step, detail) -> step == SinkStep.RCPT && detail.contains("gone@")
                ? Reaction.refuse("550 5.1.1 no such user")
                : Reaction.goOn());

        String id = crm.accepted(
                crm.mail("to", List.of("ada@kite.test", "gone@kite.test"), "bcc", List.of("bo@kite.test")));

        JsonPath status = crm.await(id, "sent");
        assertThat(status.getString("recipients.find { it.email == 'gone@kite.test' }.status"))
                .isEqualTo("failed");
        assertThat(status.getString("recipients.find { it.email == 'gone@kite.test' }.reply"))
                .contains("550 5.1.1");
        assertThat(status.getList("recipients.findAll { it.status == 'sent' }.email"))
                .containsExactlyInAnyOrder("ada@kite.test", "bo@kite.test");
        assertThat(JsonPath.from(buried(id).body()).getList("to")).containsExactly("gone@kite.test");
        assertThat(sink.mails()).hasSize(1);
    }

    @Test
    void aRecipientRefusedForNowIsTriedAgainAlone() {
        AtomicInteger refusals = new AtomicInteger(1);
        sink.hook((step, detail) -> step == SinkStep.RCPT && detail.contains("full@") && refusals.getAndDecrement() > 0
                ? Reaction.refuse("452 4.2.2 mailbox full")
                : Reaction.goOn());

        String id = crm.accepted(crm.mail("to", List.of("ada@kite.test", "full@kite.test")));

        crm.await(id, "sent");
        assertThat(sink.mails().stream().map(mail -> mail.to()))
                .containsExactly(List.of("ada@kite.test"), List.of("full@kite.test"));
        assertThat(sink.mails().stream().map(mail -> mail.messageId()).distinct())
                .hasSize(1);
        notBuried(id);
    }

    @Test
    void aProviderThatAsksForPatienceCostsTheMailNoAttempt() {
        sink.hook(first(3, SinkStep.MAIL, Reaction.refuse("421 4.7.0 slow down")));

        String id = crm.accepted(crm.mail());

        assertThat(crm.await(id, "sent").getInt("retry_count")).isZero();
        assertThat(steps(id)).contains("paced").doesNotContain("deferred");
        assertThat(sink.mailCount()).isEqualTo(1);
    }

    @Test
    void aProviderThatIsAwayCostsTheMailNoAttempt() {
        sink.hook(first(2, SinkStep.CONNECTED, Reaction.drop()));

        String id = crm.accepted(crm.mail());

        assertThat(crm.await(id, "sent").getInt("retry_count")).isZero();
    }

    @Test
    void aProviderThatHangsHoldsUpNobodyElse() {
        sink.hook(always(SinkStep.CONNECTED, Reaction.delay(Duration.ofMinutes(10))));
        for (int i = 0; i < 60; i++) {
            crm.accepted(crm.mail());
        }
        try (MailSink healthy = MailSink.keeping()) {
            Crm other = Crm.sendingTo(healthy);
            Instant start = Instant.now();

            String theirs = other.accepted(other.mail());
            String ours = crm.accepted(crm.mail("provider_id", crm.provider(healthy)));

            other.await(theirs, "sent");
            crm.await(ours, "sent");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(sink.mailCount()).isZero();
    }

    @Test
    void whenAllAttemptsAreUsedUpTheMailFailsAndLeavesACopy() {
        sink.hook(always(SinkStep.CONTENT, Reaction.refuse("451 4.2.0 not now")));

        String id = crm.accepted(crm.mail());

        JsonPath status = crm.await(id, "failed");
        assertThat(status.getInt("retry_count")).isEqualTo(4);
        assertThat(status.getString("error_message")).contains("451 4.2.0 not now");
        assertThat(steps(id).stream().filter("attempt"::equals)).hasSize(4);
        assertThat(buried(id).reason()).contains("451");
    }

    @Test
    void aMailWhoseFateIsUnknownIsSentAgainUnderItsMessageId() {
        sink.hook(first(1, SinkStep.KEPT, Reaction.drop()));

        String id = crm.accepted(crm.mail());

        crm.await(id, "sent");
        assertThat(sink.mails()).hasSize(2);
        assertThat(sink.mails().stream().map(mail -> mail.messageId()).distinct())
                .hasSize(1);
        assertThat(steps(id)).contains("unconfirmed");
        notBuried(id);
    }

    @Test
    void aTenantMayHaveSuchMailHeldInstead() {
        as(Accounts.operator())
                .body(Map.of("unconfirmed_policy", "hold"))
                .put("/api/email/tenants/" + crm.tenant())
                .then()
                .statusCode(200);
        sink.hook(first(1, SinkStep.KEPT, Reaction.drop()));

        String id = crm.accepted(crm.mail());

        crm.await(id, "uncertain");
        assertThat(sink.mails()).hasSize(1);
        assertThat(steps(id)).contains("uncertain").containsOnlyOnce("attempt");
    }

    @Test
    void aLineThatDropsBeforeTheBodyIsNoUnknownFate() {
        sink.hook(first(1, SinkStep.DATA, Reaction.drop()));

        String id = crm.accepted(crm.mail());

        crm.await(id, "sent");
        assertThat(steps(id)).doesNotContain("unconfirmed");
        assertThat(sink.mails()).hasSize(1);
    }

    @Test
    void aScheduledMailWaitsForItsTime() {
        Instant at = Instant.now().plusSeconds(3);

        String id = crm.accepted(crm.mail("scheduled_at", at.toString()));

        assertThat(crm.status(id).getString("status")).isEqualTo("pending");
        JsonPath status = crm.await(id, "sent");
        assertThat(Instant.parse(status.getString("sent_at"))).isAfterOrEqualTo(at);
        assertThat(steps(id)).containsOnlyOnce("attempt");
    }

    @Test
    void anInactiveProviderTakesNoMailAndSendsNone() {
        String waiting = crm.accepted(
                crm.mail("scheduled_at", Instant.now().plusSeconds(2).toString()));

        as(crm.token())
                .body(Map.of("is_active", false))
                .put("/api/email/providers/" + crm.provider())
                .then()
                .statusCode(200);

        crm.send(crm.mail())
                .then()
                .statusCode(422)
                .body("errors.provider_id[0]", org.hamcrest.Matchers.containsString("inactive"));
        await().atMost(Crm.PATIENCE)
                .until(() -> String.valueOf(crm.status(waiting).getString("error_message"))
                        .contains("inactive"));
        assertThat(crm.status(waiting).getString("status")).isEqualTo("pending");
        assertThat(crm.status(waiting).getInt("retry_count")).isZero();
        assertThat(sink.mailCount()).isZero();
    }

    @Test
    void aSuspendedTenantSendsNothingThroughAnyDoor() {
        as(Accounts.operator())
                .body(Map.of("status", "inactive"))
                .put("/api/email/tenants/" + crm.tenant())
                .then()
                .statusCode(200);
        Map<String, Object> mail = crm.mail();

        await().atMost(Crm.PATIENCE).until(() -> crm.send(mail).statusCode() == 401);
        as(Accounts.operator())
                .body(mail)
                .post("/api/rabbitmq/send-email")
                .then()
                .statusCode(400);
        amqp.put(mail);

        Letter letter = amqp.awaitBuried(found -> found.body().contains((String) mail.get("subject")));
        assertThat(letter.reason()).contains("suspended");
        assertThat(inbox.withSubject((String) mail.get("subject"))).isEmpty();
    }

    @Test
    void aDeletedProviderFailsItsWaitingMail() {
        String waiting = crm.accepted(
                crm.mail("scheduled_at", Instant.now().plusSeconds(2).toString()));

        as(crm.token()).delete("/api/email/providers/" + crm.provider()).then().statusCode(200);

        assertThat(crm.await(waiting, "failed").getString("error_message")).contains("deleted");
        crm.send(crm.mail()).then().statusCode(404);
    }

    @Test
    void aChangedProviderIsUsedFromTheNextMailOn() {
        crm.await(crm.accepted(crm.mail()), "sent");
        try (MailSink next = MailSink.keeping()) {
            as(crm.token())
                    .body(Map.of("config_json", Map.of("port", next.port())))
                    .put("/api/email/providers/" + crm.provider())
                    .then()
                    .statusCode(200);

            crm.await(crm.accepted(crm.mail()), "sent");

            assertThat(next.mailCount()).isEqualTo(1);
            assertThat(sink.mailCount()).isEqualTo(1);
        }
    }
}
