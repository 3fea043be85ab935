package com.altimacrm.email.submission;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many mails in one request: each is answered for itself, and the same request again stores nothing twice. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class BatchSendIT {
    private static final String PATH = "/api/email/send-batch";

    private static MailSink sink;
    private static Inbox inbox;
    private static Crm crm;

    /** Once; before all is too early, because the address of the service is not told then. */
    @BeforeEach
    void open() {
        if (crm != null) {
            return;
        }
        sink = MailSink.keeping();
        inbox = new Inbox(sink);
        crm = Crm.sendingTo(sink);
    }

    @AfterAll
    static void close() {
        sink.close();
    }

    private final String mark = UUID.randomUUID().toString();

    private List<Object> mails(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> crm.mail("subject", mark + " " + i))
                .toList());
    }

    private static Response post(List<?> mails) {
        return crm.post(PATH, Map.of("messages", mails));
    }

    @Test
    void fiveHundredMailsAreStoredAndEachArrivesOnce() {
        post(mails(500))
                .then()
                .statusCode(202)
                .body("success", equalTo(true))
                .body("data.accepted", equalTo(500))
                .body("data.refused", equalTo(0))
                .body("data.results.size()", equalTo(500))
                .body("data.results[499].index", equalTo(499))
                .body("data.results[499].data.outbox_id", notNullValue());

        await().atMost(Crm.PATIENCE).until(() -> arrived() == 500);
        assertThat(inbox.withSubject(mark + " 0")).hasSize(1);
        assertThat(inbox.withSubject(mark + " 499")).hasSize(1);
    }

    private long arrived() {
        return sink.mails().stream()
                .filter(mail -> new String(mail.raw(), java.nio.charset.StandardCharsets.UTF_8).contains(mark))
                .count();
    }

    @Test
    void aFaultyMailIsRefusedByItselfAndTheOthersGoOut() {
        List<Object> mails = mails(4);
        mails.set(1, crm.mail("to", List.of("nobody")));
        mails.set(2, "no mail");
        mails.add(crm.mail("provider_id", UUID.randomUUID().toString()));

        JsonPath answer = post(mails).then().statusCode(207).extract().jsonPath();

        assertThat(answer.getBoolean("success")).isFalse();
        assertThat(answer.getInt("data.accepted")).isEqualTo(2);
        assertThat(answer.getList("data.results.status_code")).containsExactly(202, 422, 422, 202, 404);
        assertThat(answer.getMap("data.results[1].errors")).containsKey("to.0");
        assertThat(answer.getMap("data.results[2].errors")).containsKey("messages.2");
        inbox.await(mark + " 0");
        inbox.await(mark + " 3");
    }

    @Test
    void anothersTenantIsNotToBeHad() {
        Crm other = Crm.sendingTo(sink);

        post(List.of(crm.mail("tenant_id", other.tenant())))
                .then()
                .statusCode(207)
                .body("data.results[0].status_code", equalTo(404));
    }

    @Test
    void theSameRequestUnderTheSameKeyIsAnsweredAlikeAndStoresNothing() {
        List<Object> mails = mails(3);
        mails.add(crm.mail("message_id", mark));

        List<String> first = ids(mails);
        JsonPath second = keyed(mails).then().statusCode(202).extract().jsonPath();

        assertThat(second.getList("data.results.data.outbox_id", String.class)).isEqualTo(first);
        assertThat(second.getList("data.results.replayed")).containsOnly(true);
        crm.await(mark, "sent");
        inbox.await(mark + " 2");
        assertThat(inbox.withSubject(mark + " 2")).hasSize(1);
    }

    private List<String> ids(List<Object> mails) {
        return keyed(mails).then().statusCode(202).extract().path("data.results.data.outbox_id");
    }

    private Response keyed(List<Object> mails) {
        return as(crm.token())
                .header("Idempotency-Key", mark)
                .body(Map.of("messages", mails))
                .post(PATH);
    }

    @Test
    void oneMessageIdForTwoMailsIsAConflict() {
        List<Object> mails = List.of(crm.mail("message_id", mark), crm.mail("message_id", mark, "subject", "Other"));

        JsonPath answer = post(mails).then().statusCode(207).extract().jsonPath();

        assertThat(answer.getList("data.results.status_code")).containsExactlyInAnyOrder(202, 409);
    }

    @Test
    void whatIsNoListOfMailsIsRefusedWhole() {
        crm.post(PATH, Map.of()).then().statusCode(422).body("errors.messages", notNullValue());
        crm.post(PATH, Map.of("messages", "x")).then().statusCode(422).body("errors.messages", notNullValue());
        post(List.of()).then().statusCode(422).body("errors.messages", notNullValue());
        post(mails(501))
                .then()
                .statusCode(422)
                .body("errors.messages[0]", equalTo("Has 501 mails; 1 to 500 are allowed."));
    }
}
