package com.altimacrm.email.submission;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One key, one mail: whatever it comes by, however often, however close together. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class IdempotencyIT {
    private static final String SEND = "/api/rabbitmq/send-email";

    private static MailSink sink;
    private static Inbox inbox;
    private static Amqp amqp;
    private static Crm crm;

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
    }

    @AfterAll
    static void close() {
        amqp.close();
        sink.close();
    }

    private final String key = UUID.randomUUID().toString();

    private Response under(String header, Map<String, Object> mail) {
        return as(crm.token()).header("Idempotency-Key", header).body(mail).post(SEND);
    }

    @Test
    void theSameKeyAgainAnswersAsTheFirstTime() {
        Map<String, Object> mail = crm.mail();

        Response first = under(key, mail);
        Response second = under(key, mail);

        first.then().statusCode(202).header("Idempotency-Replayed", nullValue());
        second.then().statusCode(202).header("Idempotency-Replayed", equalTo("true"));
        for (String field : List.of("message_id", "outbox_id", "queued_at", "internet_message_id")) {
            assertThat(second.<String>path("data." + field)).isEqualTo(first.path("data." + field));
        }
        crm.await(first.path("data.outbox_id"), "sent");
        assertThat(inbox.withSubject((String) mail.get("subject"))).hasSize(1);
    }

    @Test
    void anotherMailUnderTheKeyIsRefusedAndNotSent() {
        Map<String, Object> mail = crm.mail();
        Map<String, Object> other = crm.mail("to", List.of("someone.else@kite.test"));
        under(key, mail).then().statusCode(202);

        under(key, other).then().statusCode(409).body("success", equalTo(false));

        crm.accepted(crm.mail());
        inbox.await((String) mail.get("subject"));
        assertThat(inbox.withSubject((String) other.get("subject"))).isEmpty();
    }

    @Test
    void messageIdIsAKeyToo() {
        Map<String, Object> mail = crm.mail("message_id", key);
        String first = crm.accepted(mail);

        crm.send(mail).then().statusCode(202).header("Idempotency-Replayed", "true");
        crm.post("/api/email/send", mail).then().statusCode(202).body("data.outbox_id", equalTo(first));
        crm.send(crm.mail("message_id", key)).then().statusCode(409);
    }

    @Test
    void twoTenantsMayUseTheSameKey() {
        Crm other = Crm.sendingTo(sink);
        Map<String, Object> mine = crm.mail("message_id", key);
        Map<String, Object> theirs = other.mail("message_id", key);

        crm.accepted(mine);
        other.accepted(theirs);

        inbox.await((String) mine.get("subject"));
        inbox.await((String) theirs.get("subject"));
    }

    @Test
    void twoEqualMessagesWithoutAnIdAreTwoMails() {
        Map<String, Object> mail = crm.mail();

        amqp.put(mail);
        amqp.put(mail);

        await().atMost(Crm.PATIENCE)
                .until(() -> inbox.withSubject((String) mail.get("subject")).size() == 2);
    }

    @Test
    void twoHundredAtOnceThroughBothDoorsAreOneMail() throws Exception {
        Map<String, Object> mail = crm.mail("message_id", key);
        String body = Amqp.json(mail);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(request(body), HttpResponse.BodyHandlers.ofString()));
            amqp.put(i % 2 == 0 ? "" : "email.exchange", body);
        }

        Set<String> ids = new HashSet<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(202);
            ids.add(JsonPath.from(answer.get().body()).getString("data.outbox_id"));
        }
        assertThat(ids).hasSize(1);
        crm.await(key, "sent");
        await().atMost(Crm.PATIENCE).until(() -> amqp.ready(Amqp.sendQueue()) == 0);
        assertThat(inbox.withSubject((String) mail.get("subject"))).hasSize(1);
        assertThat(amqp.buried(letter -> letter.body().contains(key))).isEmpty();
        assertThat(crm.timeline(key).getList("findAll { it.type == 'attempt' }"))
                .hasSize(1);
    }

    private static HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + SEND))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + crm.token())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
