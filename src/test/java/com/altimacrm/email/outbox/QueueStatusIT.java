package com.altimacrm.email.outbox;

import static com.altimacrm.email.support.Accounts.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.BrokerLine;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see, while the broker is there and while it is not. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class QueueStatusIT {
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
    static void close() {
        BrokerLine.mend();
        sink.close();
    }

    private static JsonPath status() {
        return as(crm.token())
                .get("/api/rabbitmq/status")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void statusShowsTheBrokersOwnNumbersInAllThreeShapes() {
        for (String path : List.of("/api/rabbitmq/status", "/api/rabbitmq/queue-status")) {
            await().atMost(Crm.PATIENCE).untilAsserted(() -> as(crm.token())
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body("success", equalTo(true))
                    .body("connection_status", equalTo("connected"))
                    .body("queues.'" + Amqp.sendQueue() + "'.consumer_count", greaterThan(0))
                    .body("queues.'" + Amqp.sendQueue() + "'.message_count", equalTo(0))
                    .body("queues.'email.inbound'.status", equalTo("running"))
                    .body("data.connection_status", equalTo("connected"))
                    .body("data.connection.host", notNullValue())
                    .body("data.email_send_queue.name", equalTo(Amqp.sendQueue()))
                    .body("data.email_send_queue.message_count", equalTo(0))
                    .body("data.email_sync_user_queue.status", equalTo("connected"))
                    .body("data", hasKey("note")));
        }
    }

    @Test
    void withoutTheBrokerMailIsTakenAndSentAndTheStatusSaysSo() {
        Map<String, Object> late = crm.mail();
        BrokerLine.cut();
        try {
            await().atMost(Crm.PATIENCE).until(() -> "disconnected".equals(status().getString("connection_status")));
            String id = crm.accepted(crm.mail());

            crm.await(id, "sent");

            assertThat(status().getString("data.email_send_queue.status")).isEqualTo("disconnected");
            given().get("/q/health/live").then().statusCode(200);
            given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'RabbitMQ' }.data.state", containsString("degraded"));
        } finally {
            BrokerLine.mend();
        }

        await().atMost(Crm.PATIENCE).until(() -> "connected".equals(status().getString("connection_status")));
        try (Amqp amqp = new Amqp()) {
            amqp.put(late);
            new Inbox(sink).await((String) late.get("subject"));
        }
    }

    @Test
    void queueStatusNeedsAToken() {
        given().get("/api/rabbitmq/status").then().statusCode(401);
        given().get("/api/rabbitmq/queue-status").then().statusCode(401);
    }

    @Test
    void healthAnswersEachQuestion() {
        for (String kind : List.of("live", "ready", "started")) {
            given().get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP"));
        }
    }

    @Test
    void metricsCountTheMailsOnTheirWay() {
        crm.await(crm.accepted(crm.mail()), "sent");

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("altima_mail_outcomes_total{outcome=\"accepted\""))
                .body(containsString("altima_mail_attempt_seconds"))
                .body(containsString("altima_mail_first_attempt_seconds"))
                .body(containsString("altima_mail_held"));
    }
}
