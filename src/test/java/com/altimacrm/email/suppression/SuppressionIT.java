package com.altimacrm.email.suppression;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Accounts;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Tokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody on a tenant's list gets its mail, whenever the address was put there; another tenant's list is its own. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class SuppressionIT {
    private static final String PATH = "/api/suppressions";

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

    private Response suppress(Map<String, Object> body) {
        return crm.post(PATH, body);
    }

    private String suppressed(String address, String reason) {
        return suppress(Map.of("address", address, "reason", reason))
                .then()
                .statusCode(201)
                .extract()
                .path("data[0].id");
    }

    private List<String> envelope() {
        return sink.mails().get(0).to();
    }

    @Test
    void aSuppressedRecipientGetsNothingAndTheOthersDo() {
        suppressed("Ada@Kite.test", "unsubscribe");

        String id = crm.accepted(crm.mail("to", List.of("ada@kite.test", "bob@kite.test")));

        JsonPath status = crm.await(id, "sent");
        assertThat(envelope()).containsExactly("bob@kite.test");
        assertThat(status.getString("recipients.find { it.email == 'ada@kite.test' }.status"))
                .isEqualTo("failed");
        assertThat(status.getString("recipients.find { it.email == 'ada@kite.test' }.reply"))
                .isEqualTo("The address is on the suppression list (unsubscribe).");
    }

    @Test
    void aMailWithNobodyLeftFailsUnsent() {
        suppressed("ada@kite.test", "hard_bounce");

        String id = crm.accepted(crm.mail("to", List.of("ADA@kite.test")));

        assertThat(crm.await(id, "failed").getString("error_message")).contains("suppression list");
        assertThat(sink.mailCount()).isZero();
    }

    @Test
    void aScheduledMailIsCheckedWhenItsTimeComes() {
        String id = crm.accepted(
                crm.mail("scheduled_at", Instant.now().plusSeconds(2).toString()));
        suppressed("ada@kite.test", "complaint");

        crm.await(id, "failed");
        assertThat(sink.mailCount()).isZero();
    }

    @Test
    void whatIsRemovedOrHasEndedIsWrittenToAgain() throws Exception {
        String id = suppressed("ada@kite.test", "manual");
        as(crm.token()).delete(PATH + "/" + id).then().statusCode(422).body("errors.reason", notNullValue());
        as(crm.token())
                .queryParam("reason", "wants mail again")
                .delete(PATH + "/" + id)
                .then()
                .statusCode(200);
        Instant soon = Instant.now().plusSeconds(1);
        suppress(Map.of("address", "bob@kite.test", "expires_at", soon.toString()))
                .then()
                .statusCode(201);

        crm.await(crm.accepted(crm.mail()), "sent");
        crm.await(
                crm.accepted(crm.mail(
                        "to",
                        List.of("bob@kite.test"),
                        "scheduled_at",
                        soon.plusSeconds(1).toString())),
                "sent");
    }

    @Test
    void addingAgainKeepsTheStrongerReasonAndTheLaterEnd() {
        String first = suppressed("ada@kite.test", "complaint");

        suppress(Map.of(
                        "address",
                        "ADA@kite.test",
                        "note",
                        "again",
                        "expires_at",
                        Instant.now().plusSeconds(60).toString()))
                .then()
                .statusCode(201)
                .body("data[0].id", equalTo(first))
                .body("data[0].reason", equalTo("complaint"))
                .body("data[0].note", equalTo("again"))
                .body("data[0].expires_at", nullValue());
    }

    @Test
    void theListIsPagedAndFiltered() {
        List<String> many =
                IntStream.range(0, 25).mapToObj(i -> "u" + i + "@kite.test").toList();
        suppress(Map.of("addresses", many)).then().statusCode(201).body("data.size()", equalTo(25));
        suppressed("ada@orion.test", "complaint");

        as(crm.token())
                .get(PATH + "?per_page=10&page=3")
                .then()
                .statusCode(200)
                .body("data.size()", equalTo(6))
                .body("pagination.total", equalTo(26))
                .body("pagination.last_page", equalTo(3));
        as(crm.token()).get(PATH + "?reason=complaint").then().body("data.address", equalTo(List.of("ada@orion.test")));
        as(crm.token()).get(PATH + "?search=ORION").then().body("data.address", equalTo(List.of("ada@orion.test")));
    }

    @Test
    void oneTenantsListIsNotAnothers() {
        String id = suppressed("ada@kite.test", "complaint");
        Crm other = Crm.sendingTo(sink);

        other.await(other.accepted(other.mail()), "sent");
        as(other.token()).get(PATH).then().statusCode(200).body("pagination.total", equalTo(0));
        as(other.token()).get(PATH + "?tenant_id=" + crm.tenant()).then().statusCode(404);
        as(other.token())
                .queryParam("reason", "x")
                .delete(PATH + "/" + id)
                .then()
                .statusCode(404);
        other.post(PATH, Map.of("address", "ada@kite.test", "tenant_id", crm.tenant()))
                .then()
                .statusCode(404);
    }

    @Test
    void whatIsFaultyIsNamed() {
        suppress(Map.of()).then().statusCode(422).body("errors.address", notNullValue());
        suppress(Map.of("address", "nobody")).then().statusCode(422).body("errors.address", notNullValue());
        suppress(Map.of("addresses", List.of("ada@kite.test", "nobody")))
                .then()
                .statusCode(422)
                .body("errors.'addresses.1'", notNullValue());
        suppress(Map.of("addresses", List.of())).then().statusCode(422);
        suppress(Map.of("addresses", "ada@kite.test")).then().statusCode(422);
        suppress(Map.of("address", "ada@kite.test", "reason", "mood")).then().statusCode(422);
        suppress(Map.of("address", "ada@kite.test", "expires_at", "2001-01-01"))
                .then()
                .statusCode(422);
        as(Accounts.operator())
                .body(Map.of(
                        "address",
                        "ada@kite.test",
                        "tenant_id",
                        UUID.randomUUID().toString()))
                .post(PATH)
                .then()
                .statusCode(422)
                .body("errors.tenant_id", notNullValue());
        as(crm.token()).get(PATH + "?page=0").then().statusCode(422);
    }

    @Test
    void usersMayAddAndOnlyAdministratorsRemove() {
        String id = suppressed("ada@kite.test", "manual");

        as(Tokens.of(crm.tenant(), "user"))
                .queryParam("reason", "x")
                .delete(PATH + "/" + id)
                .then()
                .statusCode(403);
    }
}
