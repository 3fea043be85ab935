package com.altimacrm.email.outbox;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.SinkHook.Reaction;
import com.altimacrm.email.local.SinkStep;
import com.altimacrm.email.support.Accounts;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.Crm;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant finds nothing of another's behind any door, and no door shows a secret. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class TenantWallsIT {
    private static final String SECRET = "s3cret-" + UUID.randomUUID();

    private static MailSink sink;
    private static Crm mine;
    private static Crm theirs;
    private static String theirMail;
    private static String theirMessageId;
    private static String theirTemplate;

    /** Once; before all is too early, because the address of the service is not told then. */
    @BeforeEach
    void open() {
        if (mine != null) {
            return;
        }
        sink = MailSink.keeping();
        mine = Crm.sendingTo(sink);
        theirs = Crm.sendingTo(sink);
        theirMessageId = UUID.randomUUID().toString();
        theirMail = theirs.accepted(theirs.mail("message_id", theirMessageId));
        theirTemplate = theirs.template("Theirs", "<p>theirs</p>", null);
        theirs.await(theirMail, "sent");
    }

    @AfterAll
    static void close() {
        sink.close();
    }

    private static void hidden(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(404);
        assertThat(response.asString()).doesNotContain("Tenant ").doesNotContain(theirs.from());
    }

    @Test
    void theirMailIsNowhere() {
        String internetId = theirs.status(theirMail).getString("internet_message_id");
        for (String id : List.of(theirMail, theirMessageId, internetId)) {
            hidden(as(mine.token()).get("/api/email/status/{id}", id));
            hidden(as(mine.token()).get("/api/email/{id}/timeline", id));
        }
        hidden(as(mine.token()).get("/api/outbox/emails/" + theirMail));
    }

    @Test
    void theirTenantCannotBeNamed() {
        for (String path : List.of(
                "/api/outbox/emails",
                "/api/outbox/stats",
                "/api/email/logs",
                "/api/email/stats",
                "/api/email/templates",
                "/api/email/providers",
                "/api/auth/users",
                "/api/email/status/" + theirMail,
                "/api/email/" + theirMail + "/timeline",
                "/api/outbox/emails/" + theirMail)) {
            hidden(as(mine.token()).queryParam("tenant_id", theirs.tenant()).get(path));
        }
    }

    @Test
    void theirListsAreNotMine() {
        for (String path : List.of(
                "/api/outbox/emails",
                "/api/email/logs",
                "/api/email/templates?per_page=100",
                "/api/email/providers",
                "/api/email/tenants",
                "/api/auth/users")) {
            String answer =
                    as(mine.token()).get(path).then().statusCode(200).extract().asString();

            assertThat(answer).as(path).doesNotContain(theirs.tenant()).doesNotContain(theirs.provider());
        }
    }

    @Test
    void theirProviderIsNotThere() {
        String path = "/api/email/providers/" + theirs.provider();
        hidden(as(mine.token()).get(path));
        hidden(as(mine.token()).body(Map.of("provider_name", "Mine now")).put(path));
        hidden(as(mine.token()).delete(path));
        hidden(as(mine.token()).post(path + "/test"));

        as(theirs.token()).get(path).then().statusCode(200).body("data.provider_name", equalTo("Main"));
    }

    @Test
    void theirProviderSendsNothingOfMine() {
        Map<String, Object> mail = mine.mail("provider_id", theirs.provider());
        for (String path : List.of("/api/rabbitmq/send-email", "/api/email/send")) {
            hidden(mine.post(path, mail));
        }
        hidden(mine.post("/api/rabbitmq/publish", Map.of("queue", Amqp.sendQueue(), "message", mail)));
    }

    @Test
    void nothingIsSentInTheirName() {
        Map<String, Object> mail = mine.mail("tenant_id", theirs.tenant(), "provider_id", theirs.provider());
        for (String path : List.of("/api/rabbitmq/send-email", "/api/email/send")) {
            hidden(mine.post(path, mail));
        }
        hidden(mine.post("/api/rabbitmq/publish", Map.of("queue", Amqp.sendQueue(), "message", mail)));
        mine.send(mine.mail("from", theirs.from())).then().statusCode(422);
    }

    @Test
    void theirTemplateIsNotThere() {
        hidden(as(mine.token()).get("/api/email/templates/" + theirTemplate));
        // As a field of a mail it is input like any other: 422 under its key.
        mine.send(mine.templateMail(theirTemplate, Map.of("a", 1)))
                .then()
                .statusCode(422)
                .body("errors.keySet()", org.hamcrest.Matchers.contains("template_id"));
    }

    @Test
    void nothingIsMadeUnderTheirName() {
        hidden(mine.post(
                "/api/email/providers",
                Map.of("tenant_id", theirs.tenant(), "provider_name", "x", "config_json", Accounts.smtp())));
        hidden(mine.post(
                "/api/email/templates",
                Map.of(
                        "tenant_id",
                        theirs.tenant(),
                        "template_id",
                        "x",
                        "name",
                        "x",
                        "subject",
                        "x",
                        "text_content",
                        "x")));
        hidden(mine.post(
                "/api/auth/users",
                Map.of(
                        "tenant_id",
                        theirs.tenant(),
                        "name",
                        "x",
                        "email",
                        UUID.randomUUID() + "@x.test",
                        "password",
                        Accounts.PASSWORD)));
    }

    @Test
    void tenantsAreTheOperatorsToMake() {
        as(mine.token())
                .body(Map.of("tenant_name", "x"))
                .post("/api/email/tenants")
                .then()
                .statusCode(403);
        as(mine.token())
                .body(Map.of("status", "inactive"))
                .put("/api/email/tenants/" + mine.tenant())
                .then()
                .statusCode(403);
    }

    @Test
    void noReplyNoEventNoDeadLetterAndNoLogLineShowsASecret() {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Handler listener = listener(log);
        Logger.getLogger("").addHandler(listener);
        try (Amqp amqp = new Amqp()) {
            Crm crm = Crm.sendingTo(sink);
            Map<String, Object> config = new HashMap<>(
                    Map.of("host", "127.0.0.1", "port", sink.port(), "encryption", "none", "from_address", crm.from()));
            config.put("username", "mailer");
            config.put("password", SECRET);
            config.put("imap_password", SECRET);
            sink.hook((step, detail) ->
                    step == SinkStep.AUTH ? Reaction.refuse("535 5.7.8 bad login " + detail) : Reaction.goOn());
            Response made = crm.post("/api/email/providers", Map.of("provider_name", "Secret", "config_json", config));
            String provider = made.path("data.provider_id");
            List<Response> replies = new ArrayList<>(List.of(made));

            replies.add(crm.post("/api/email/providers/" + provider + "/test", Map.of()));
            String refused = crm.accepted(crm.mail("provider_id", provider));
            org.awaitility.Awaitility.await()
                    .atMost(Crm.PATIENCE)
                    .until(() -> crm.timeline(refused).getList("type").contains("paced"));
            sink.hook((step, detail) -> step == SinkStep.CONTENT ? Reaction.refuse("554 no") : Reaction.goOn());
            crm.await(refused, "failed");

            for (String path : List.of(
                    "/api/email/providers",
                    "/api/email/providers/" + provider,
                    "/api/outbox/emails",
                    "/api/outbox/emails/" + refused,
                    "/api/email/status/" + refused,
                    "/api/email/" + refused + "/timeline",
                    "/api/email/logs",
                    "/api/email/tenants")) {
                replies.add(as(crm.token()).get(path));
            }
            String letter =
                    amqp.awaitBuried(found -> found.outboxId().equals(refused)).body();
            String encoded =
                    Base64.getEncoder().encodeToString(("\0mailer\0" + SECRET).getBytes(StandardCharsets.UTF_8));
            for (Response reply : replies) {
                assertThat(reply.statusCode()).isBetween(200, 201);
                assertThat(reply.asString()).doesNotContain(SECRET).doesNotContain(encoded);
            }
            assertThat(letter).doesNotContain(SECRET).doesNotContain(encoded);
            assertThat(log).isNotEmpty().noneMatch(line -> line.contains(SECRET) || line.contains(encoded));
        } finally {
            Logger.getLogger("").removeHandler(listener);
            sink.hook((step, detail) -> Reaction.goOn());
        }
    }

    private static Handler listener(Queue<String> log) {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.add(line instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        return handler;
    }
}
