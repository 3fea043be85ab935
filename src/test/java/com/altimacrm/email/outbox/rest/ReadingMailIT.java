package com.altimacrm.email.outbox.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.support.Accounts;
import com.altimacrm.email.support.Tokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class ReadingMailIT {
    private static final LocalDateTime MARCH = LocalDateTime.of(2026, 3, 4, 9, 15);

    private static final String TEN = "select 0 as d union select 1 union select 2 union select 3 union select 4"
            + " union select 5 union select 6 union select 7 union select 8 union select 9";
    private static final String HUNDRED = "select x.d + 10 * y.d as n from (" + TEN + ") x, (" + TEN + ") y";

    @Inject
    Pool pool;

    private final String tenant = UUID.randomUUID().toString();
    private final String provider = UUID.randomUUID().toString();
    private final String other = UUID.randomUUID().toString();
    private final String otherProvider = UUID.randomUUID().toString();
    private String token;

    @BeforeEach
    void twoTenants() {
        tenant(tenant, provider, "Main SMTP");
        tenant(other, otherProvider, "Other SMTP");
    }

    @Test
    void statusFindsAMailByEveryIdItHas() {
        String id = mail(tenant, provider, "find-me", "sent", MARCH, MARCH.plusSeconds(2));

        for (String name : new String[] {"find-me", id, "find-me@mail.example", "<find-me@mail.example>"}) {
            get("/api/email/status/{id}", user(), name)
                    .statusCode(200)
                    .body("data.outbox_id", equalTo(id))
                    .body("data.message_id", equalTo("find-me"))
                    .body("data.status", equalTo("sent"));
        }
    }

    @Test
    void statusShowsEveryRecipientAndWhatTheProviderSaid() {
        String id = mail(tenant, provider, "shown", "sent", MARCH, MARCH.plusSeconds(2));
        recipient(id, tenant, 0, "to", "ann@customer.example", "sent", "250 taken");
        recipient(id, tenant, 1, "bcc", "bob@customer.example", "failed", "550 unknown");

        get("/api/email/status/shown", user())
                .body("data.to_email", equalTo("ann@customer.example"))
                .body("data.to", contains("ann@customer.example"))
                .body("data.recipients.email", contains("ann@customer.example", "bob@customer.example"))
                .body("data.recipients.reply", contains("250 taken", "550 unknown"))
                .body("data.provider_response.provider_name", equalTo("Main SMTP"))
                .body("data.provider_response.code", equalTo(250))
                .body("data.sent_at", equalTo("2026-03-04T09:15:02.000000Z"))
                .body("data.next_attempt_at", nullValue())
                .body("data", hasKey("opened_at"));
    }

    @Test
    void anotherTenantsMailIsNotThere() {
        String foreign = mail(other, otherProvider, "foreign", "sent", MARCH, MARCH);

        get("/api/email/status/foreign", user()).statusCode(404);
        get("/api/email/status/" + foreign, user()).statusCode(404);
        get("/api/email/foreign/timeline", user()).statusCode(404);
        get("/api/outbox/emails/" + foreign, user()).statusCode(404);
        get("/api/outbox/emails?tenant_id=" + other, user()).statusCode(404);
        get("/api/email/status/foreign?tenant_id=" + other, operator()).statusCode(200);
    }

    @Test
    void anOperatorIsAskedWhichTenantWhenAnIdIsAmbiguous() {
        String name = "twin-" + UUID.randomUUID();
        mail(tenant, provider, name, "sent", MARCH, MARCH);
        mail(other, otherProvider, name, "failed", MARCH, null);

        get("/api/email/status/" + name, operator()).statusCode(422).body("errors", hasKey("tenant_id"));
        get("/api/email/status/" + name + "?tenant_id=" + other, operator()).body("data.status", equalTo("failed"));
    }

    @Test
    void nobodyReadsWithoutAToken() {
        for (String path : new String[] {
            "/api/email/status/x",
            "/api/email/x/timeline",
            "/api/email/logs",
            "/api/email/stats",
            "/api/outbox/emails",
            "/api/outbox/emails/x",
            "/api/outbox/stats"
        }) {
            given().get(path).then().statusCode(401);
        }
    }

    @Test
    void timelineTellsEveryStepOldestFirst() {
        String id = mail(tenant, provider, "steps", "sent", MARCH, MARCH);
        event(id, "accepted", 0, null);
        event(id, "deferred", 1, "452 mailbox full");
        event(id, "sent", 2, "250 taken");

        get("/api/email/steps/timeline", user())
                .body("data.outbox_id", equalTo(id))
                .body("data.events.type", contains("accepted", "deferred", "sent"))
                .body("data.events.attempt", contains(0, 1, 2))
                .body("data.events[1].detail", equalTo("452 mailbox full"))
                .body("data.events[0].at", equalTo("2026-03-04T09:15:00.000000Z"));
    }

    @Test
    void listShowsTheWholeShapeAndNoSecret() {
        String id = mail(tenant, provider, "whole", "sent", MARCH, MARCH);
        recipient(id, tenant, 0, "to", "ann@customer.example", "sent", null);
        recipient(id, tenant, 1, "cc", "carl@customer.example", "sent", null);

        get("/api/outbox/emails", user())
                .statusCode(200)
                .body("data[0].from", equalTo("sales@example.com"))
                .body("data[0].to", contains("ann@customer.example"))
                .body("data[0].cc", contains("carl@customer.example"))
                .body("data[0].bcc", empty())
                .body("data[0].body_content", equalTo("<p>Hello</p>"))
                .body("data[0].attachments[0]", not(hasKey("sha256")))
                .body("data[0].attachments[0].filename", equalTo("a.pdf"))
                .body("data[0].headers", equalTo(Map.of()))
                .body("data[0].metadata", equalTo(Map.of()))
                .body("data[0].corrections", empty())
                .body("data[0].queue_processed", equalTo(false))
                .body("data[0].tenant", equalTo(Map.of("tenant_id", tenant, "tenant_name", "Acme", "status", "active")))
                .body("data[0].provider", equalTo(Map.of("provider_id", provider, "provider_name", "Main SMTP")))
                .body("data[0].user", nullValue());
    }

    @Test
    void pagesCountFromTheNewest() {
        for (int i = 0; i < 17; i++) {
            mail(tenant, provider, "page-" + i, "sent", MARCH.plusMinutes(i), MARCH.plusMinutes(i));
        }

        get("/api/outbox/emails?page=2", user())
                .body("data.message_id", contains("page-1", "page-0"))
                .body("pagination.current_page", equalTo(2))
                .body("pagination.last_page", equalTo(2))
                .body("pagination.per_page", equalTo(15))
                .body("pagination.total", equalTo(17))
                .body("pagination.total_is_capped", equalTo(false))
                .body("pagination.from", equalTo(16))
                .body("pagination.to", equalTo(17));
        get("/api/outbox/emails?page=3&subject=about", user())
                .body("data", empty())
                .body("pagination.total", equalTo(17))
                .body("pagination.from", nullValue());
    }

    @Test
    void everyFilterKeepsToItsTenant() {
        String id = mail(tenant, provider, "wanted", "failed", MARCH, null);
        recipient(id, tenant, 0, "bcc", "zoe@customer.example", "failed", null);
        mail(tenant, provider, "unwanted", "pending", MARCH.plusDays(9), null);
        String foreign = mail(other, otherProvider, "wanted", "failed", MARCH, null);
        recipient(foreign, other, 0, "bcc", "zoe@customer.example", "failed", null);

        for (String filter : new String[] {
            "status=failed",
            "search=out wanted",
            "search=ZOE@customer.example",
            "subject=about wanted",
            "to_email=zoe@customer.example",
            "date_to=2026-03-04",
            "date_from=2026-03-04&date_to=2026-03-05",
            "status=failed&from_email=sales&user_id=user-1&provider_id=" + provider,
            "date_to=2026-03-04 09:15",
            "date_to=2026-03-04T10:15:00+01:00",
            "search= &status=failed&subject="
        }) {
            for (String list : new String[] {"/api/outbox/emails", "/api/email/logs"}) {
                get(list + "?" + filter, user()).statusCode(200).body("data.id", contains(id));
            }
        }
    }

    @Test
    void aDayAsUpperBoundIsAWholeDayAndSentCountsBeforeAccepted() {
        mail(tenant, provider, "late", "sent", MARCH.minusDays(3), MARCH.withHour(23));
        mail(tenant, provider, "next", "sent", MARCH.minusDays(3), MARCH.plusDays(1));

        get("/api/outbox/emails?date_from=2026-03-04&date_to=2026-03-04", user())
                .body("data.message_id", contains("late"));
        get("/api/email/logs?date_from=2026-03-05", user()).body("data.message_id", contains("next"));
    }

    @Test
    void wildcardsInATextAreOrdinaryCharacters() {
        mail(tenant, provider, "100%_sure!", "sent", MARCH, MARCH);
        mail(tenant, provider, "100 is sure", "sent", MARCH, MARCH);

        given().auth()
                .oauth2(user())
                .queryParam("subject", "100%_sure!")
                .get("/api/outbox/emails")
                .then()
                .body("data.message_id", contains("100%_sure!"));
    }

    @Test
    void badListParametersAreNamed() {
        get("/api/outbox/emails?page=0&per_page=101", user())
                .statusCode(422)
                .body("errors", hasKey("page"))
                .body("errors", hasKey("per_page"));
        get("/api/outbox/emails?status=opened", user()).statusCode(422).body("errors", hasKey("status"));
        get("/api/outbox/emails?date_from=2026-03-05&date_to=2026-03-04", user())
                .statusCode(422)
                .body("errors", hasKey("date_to"));
        get("/api/outbox/emails?date_from=yesterday", user()).statusCode(422).body("errors", hasKey("date_from"));
        get("/api/outbox/emails?page=1000", user()).statusCode(422).body("errors", hasKey("page"));
        get("/api/outbox/emails?provider_id=" + otherProvider, user())
                .statusCode(422)
                .body("errors", hasKey("provider_id"));
        get("/api/outbox/emails", operator()).statusCode(422).body("errors", hasKey("tenant_id"));
        get("/api/outbox/emails?tenant_id=nowhere", operator()).statusCode(422).body("errors", hasKey("tenant_id"));
    }

    @Test
    void logsForgiveBadPagesAndAreAlwaysPaged() {
        for (int i = 0; i < 21; i++) {
            mail(tenant, provider, "log-" + i, "sent", MARCH, MARCH.plusMinutes(i));
        }
        mail(tenant, provider, "waiting", "pending", MARCH.plusDays(1), null);

        get("/api/email/logs?page=-1&per_page=many", user())
                .body("data", hasSize(20))
                .body("data[0].message_id", equalTo("log-20"))
                .body("data[0].provider_name", equalTo("Main SMTP"))
                .body("data[0].provider.provider_name", equalTo("Main SMTP"))
                .body("pagination.total", equalTo(22))
                .body("pagination", not(hasKey("from")));
        get("/api/email/logs?page=2", user()).body("data.message_id", contains("log-0", "waiting"));
    }

    @Test
    void logsAreLimitedToTheProviderAskedFor() {
        mail(tenant, provider, "one", "sent", MARCH, MARCH);

        get("/api/email/logs?provider=Main SMTP", user()).body("data", hasSize(1));
        get("/api/email/logs?provider=" + provider, user()).body("data", hasSize(1));
        get("/api/email/logs?provider=elsewhere", user()).statusCode(200).body("data", empty());
    }

    @Test
    void longListsTakeTheirTotalFromTheCountersOrSayItIsCapped() {
        manyMails(10_001);
        count(tenant, provider, "accepted", 0, 10_001);

        get("/api/outbox/emails?per_page=100&page=100", user())
                .body("data", hasSize(100))
                .body("pagination.total", equalTo(10_001))
                .body("pagination.total_is_capped", equalTo(false))
                .body("pagination.last_page", equalTo(100));
        for (String filter : new String[] {"status=sent", "date_to=2026-03-04"}) {
            get("/api/outbox/emails?" + filter, user())
                    .body("pagination.total", equalTo(10_000))
                    .body("pagination.total_is_capped", equalTo(true));
        }
        get("/api/outbox/emails?subject=one", user()).body("pagination.total_is_capped", equalTo(true));
    }

    @Test
    void statsAreNumbersOfTheOwnTenantOnly() {
        count(tenant, provider, "accepted", 0, 10);
        count(tenant, provider, "sent", 0, 6);
        count(tenant, provider, "failed", 0, 3);
        count(tenant, provider, "failed", 1, -1);
        count(tenant, provider, "uncertain", 0, 1);
        count(other, otherProvider, "accepted", 0, 7);

        get("/api/outbox/stats", user())
                .body("data.total", equalTo(10))
                .body("data.pending", equalTo(1))
                .body("data.failed", equalTo(2))
                .body("data.bounced", equalTo(0));
        get("/api/email/stats", user())
                .body("data.total_emails", equalTo(10))
                .body("data.total_sent", equalTo(6))
                .body("data.providers", equalTo(Map.of("Main SMTP", 10)))
                .body("data.tenant_stats", equalTo(Map.of(tenant, 10)));
        get("/api/email/stats", operator()).body("data.tenant_stats.'" + other + "'", equalTo(7));
        get("/api/email/stats?tenant_id=" + other, operator()).body("data.total_emails", equalTo(7));
    }

    @Test
    void statsOfATenantWithoutMailAreZeroAndEmptyMaps() {
        get("/api/outbox/stats", user()).body("data.total", equalTo(0)).body("data.sent", equalTo(0));
        get("/api/email/stats", user()).body("data.provider_stats", equalTo(Map.of()));
    }

    private static ValidatableResponse get(String path, String token, Object... parts) {
        return given().auth().oauth2(token).get(path, parts).then();
    }

    private String user() {
        token = token == null ? Tokens.of(tenant, "user") : token;
        return token;
    }

    private static String operator() {
        return Accounts.operator();
    }

    private void tenant(String tenantId, String providerId, String name) {
        sql("insert into tenants values (?, 'Acme', 'active', 'retry', ?, ?)", tenantId, MARCH, MARCH);
        sql(
                "insert into email_providers (provider_id, tenant_id, provider_name, config_json, secrets, created_at,"
                        + " updated_at) values (?, ?, ?, '{\"host\":\"secret.example\"}', '{}', ?, ?)",
                providerId,
                tenantId,
                name,
                MARCH,
                MARCH);
    }

    private String mail(
            String tenantId,
            String providerId,
            String messageId,
            String status,
            LocalDateTime created,
            LocalDateTime sent) {
        String id = UUID.randomUUID().toString();
        sql(
                "insert into outbox (id, tenant_id, provider_id, user_id, submission_digest, message_id,"
                        + " internet_message_id, subject, from_email, body_format, status, provider_response, source,"
                        + " not_before, sent_at, created_at, updated_at) values (?, ?, ?, 'user-1', ?, ?, ?, ?,"
                        + " 'sales@example.com', 'HTML', ?, '{\"code\":250}', 'api', ?, ?, ?, ?)",
                id,
                tenantId,
                providerId,
                "0".repeat(64),
                messageId,
                messageId + "@mail.example",
                "All about " + messageId,
                status,
                created,
                sent,
                created,
                created);
        sql(
                "insert into outbox_content (outbox_id, tenant_id, html_body, attachments) values (?, ?, '<p>Hello</p>',"
                        + " '[{\"filename\":\"a.pdf\",\"mime_type\":\"application/pdf\",\"sha256\":\"ff\",\"size\":3}]')",
                id,
                tenantId);
        return id;
    }

    private void manyMails(int mails) {
        sql(
                "insert into outbox (id, tenant_id, provider_id, user_id, submission_digest, message_id,"
                        + " internet_message_id, subject, from_email, body_format, status, source, not_before, sent_at,"
                        + " created_at, updated_at) select uuid(), ?, ?, 'user-1', ?, n, n, 'one of many',"
                        + " 'sales@example.com', 'HTML', 'sent', 'api', ?, ?, ?, ? from (select a.n + 100 * b.n as n"
                        + " from (" + HUNDRED + ") a, (" + HUNDRED + ") b union select 10000) numbers limit ?",
                tenant,
                provider,
                "0".repeat(64),
                MARCH,
                MARCH,
                MARCH,
                MARCH,
                mails);
    }

    private void recipient(
            String id, String tenantId, int position, String kind, String address, String status, String reply) {
        sql(
                "insert into outbox_recipients values (?, ?, ?, ?, ?, null, ?, ?)",
                id,
                position,
                tenantId,
                kind,
                address,
                status,
                reply);
    }

    private void event(String id, String type, int attempt, String detail) {
        sql(
                "insert into message_events (tenant_id, outbox_id, at, type, actor, attempt, detail)"
                        + " values (?, ?, ?, ?, 'replica-1', ?, ?)",
                tenant,
                id,
                MARCH.plusSeconds(attempt),
                type,
                attempt,
                detail);
    }

    private void count(String tenantId, String providerId, String metric, int slot, int amount) {
        sql(
                "insert into mail_counters values (?, ?, ?, ?, ?, ?)",
                tenantId,
                providerId,
                MARCH.toLocalDate(),
                metric,
                slot,
                amount);
    }

    private void sql(String sql, Object... values) {
        pool.preparedQuery(sql).execute(Tuple.from(values)).await().indefinitely();
    }
}
