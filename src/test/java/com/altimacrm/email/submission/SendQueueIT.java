package com.altimacrm.email.submission;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Amqp;
import com.altimacrm.email.support.Amqp.Letter;
import com.altimacrm.email.support.Crm;
import com.altimacrm.email.support.Inbox;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue as CRMs see it: what cannot be read is buried with its reason, and no client's declaration fails. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class SendQueueIT {
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

    private final String mark = UUID.randomUUID().toString();

    /** The queue is empty, and a mail put on it now goes out: nothing loops, nothing is blocked. */
    @AfterEach
    void theQueueFlows() {
        Map<String, Object> mail = crm.mail();
        amqp.put(mail);
        inbox.await((String) mail.get("subject"));
        await().atMost(Crm.PATIENCE).until(() -> amqp.ready(Amqp.sendQueue()) == 0);
    }

    private Letter buried(String body) {
        amqp.put("", body);
        Letter letter = amqp.awaitBuried(found -> found.body().equals(body));
        assertThat(amqp.buried(found -> found.body().equals(body))).hasSize(1);
        return letter;
    }

    private Letter buried(Map<String, Object> mail) {
        return buried(Amqp.json(mail));
    }

    @Test
    void whatIsNotJsonIsBuriedAsItCame() {
        assertThat(buried("this is no JSON " + mark).reason()).contains("JSON");
        assertThat(buried("{\"subject\":\"" + mark).reason()).contains("JSON");
    }

    @Test
    void whatIsNoObjectIsBuried() {
        assertThat(buried("[\"" + mark + "\"]").reason()).contains("object");
        assertThat(buried("\"" + mark + "\"").reason()).contains("object");
    }

    @Test
    void faultyFieldsAreNamedInTheReason() {
        Letter letter = buried(crm.mail("to", List.of("nobody"), "subject", mark + "\r\nBcc: x@evil.test"));

        assertThat(letter.reason()).contains("to.0:").contains("subject:");
    }

    @Test
    void reasonsAreShortHoweverMuchIsWrong() {
        List<String> many = java.util.stream.IntStream.range(0, 90)
                .mapToObj(i -> "bad " + i)
                .toList();

        Letter letter = buried(crm.mail("to", many, "subject", mark));

        assertThat(letter.reason()).contains("to.0").hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void aMailWithoutTenantOrOfAnUnknownOneIsBuried() {
        Map<String, Object> nameless = crm.mail("subject", mark);
        nameless.remove("tenant_id");

        assertThat(buried(nameless).reason()).contains("tenant_id");
        assertThat(buried(crm.mail(
                                "subject", mark, "tenant_id", UUID.randomUUID().toString()))
                        .reason())
                .contains("provider");
        assertThat(buried(crm.mail(
                                "subject",
                                mark,
                                "provider_id",
                                UUID.randomUUID().toString()))
                        .reason())
                .contains("provider");
    }

    @Test
    void anothersProviderIsNotUsed() {
        Crm other = Crm.sendingTo(sink);

        Letter letter = buried(crm.mail("subject", mark, "provider_id", other.provider()));

        assertThat(letter.reason()).contains("There is no provider");
        assertThat(inbox.withSubject(mark)).isEmpty();
    }

    @Test
    void aStrangersSenderIsBuried() {
        assertThat(buried(crm.mail("from", "ceo@bank.test", "subject", mark)).reason())
                .contains("from:");
    }

    @Test
    void anotherMailUnderAKnownKeyIsBuried() {
        amqp.put(crm.mail("message_id", mark));
        crm.await(mark, "sent");

        Letter letter = buried(crm.mail("message_id", mark, "body_content", "other words"));

        assertThat(letter.reason()).contains(mark).contains("another mail");
        assertThat(sink.mails().stream().filter(mail -> mail.messageId().contains(mark)))
                .hasSize(1);
    }

    @Test
    void aForgedDoorbellHarmsNobody() {
        String id = crm.accepted(crm.mail());
        crm.await(id, "sent");

        for (String body : List.of(
                "{}",
                "no JSON",
                "{\"outbox_id\":\"" + id + "\",\"tenant_id\":\"x\"}",
                "{\"outbox_id\":\"" + id + "\",\"tenant_id\":\"x\",\"provider_id\":\"" + crm.provider() + "\"}")) {
            amqp.putDoorbell(body);
        }

        await().atMost(Crm.PATIENCE).until(() -> amqp.ready(Amqp.sendQueue()) == 0);
        assertThat(crm.timeline(id).getList("findAll { it.type == 'sent' }")).hasSize(1);
    }

    /** One of two equal mails was in a consumer's hands when that died: it is not the one that is stored already. */
    @Test
    void anEqualMailThatIsDeliveredAgainGoesOutToo() throws Exception {
        int copies = 6;
        Map<String, Object> mail = crm.mail("subject", mark);
        AtomicInteger taken = new AtomicInteger();
        try (Amqp dying = new Amqp()) {
            Channel channel = dying.connection().createChannel();
            channel.basicConsume(
                    Amqp.sendQueue(), false, (tag, delivery) -> taken.addAndGet(isMarked(delivery)), tag -> {});
            for (int copy = 0; copy < copies; copy++) {
                amqp.put(mail);
            }
            await().atMost(Crm.PATIENCE)
                    .until(() -> taken.get() + inbox.withSubject(mark).size() >= copies);
        }
        assertThat(taken.get()).as("copies in the dying consumer's hands").isBetween(1, copies - 1);

        await().atMost(Crm.PATIENCE)
                .until(() -> inbox.withSubject(mark).size() == copies && amqp.ready(Amqp.sendQueue()) == 0);
    }

    private int isMarked(Delivery delivery) {
        return new String(delivery.getBody(), StandardCharsets.UTF_8).contains(mark) ? 1 : 0;
    }

    @Test
    void clientsThatDeclareTheQueuesBareKeepTheirChannel() throws Exception {
        try (Channel channel = amqp.connection().createChannel()) {
            for (String queue : List.of(Amqp.sendQueue(), "email.inbound", "email.sync.user")) {
                channel.queueDeclare(queue, true, false, false, null);
            }
            channel.exchangeDeclare("email.exchange", "direct", true);
            channel.queueBind(Amqp.sendQueue(), "email.exchange", Amqp.sendQueue());

            assertThat(channel.isOpen()).isTrue();
        }
    }

    /** Why no queue of ours may have arguments: whoever declares it otherwise than it is loses the channel or more. */
    @Test
    void aClientThatDeclaresArgumentsIsThrownOut() throws Exception {
        try (Amqp other = new Amqp()) {
            Channel channel = other.connection().createChannel();

            assertThatThrownBy(() ->
                            channel.queueDeclare(Amqp.sendQueue(), true, false, false, Map.of("x-message-ttl", 60_000)))
                    .isInstanceOf(IOException.class);
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void aPublishedMailIsToldOfLikeAnyOther() {
        amqp.put(crm.mail("message_id", mark));

        crm.await(mark, "sent");
        assertThat(as(crm.token())
                        .get("/api/outbox/emails?search=ada@kite.test")
                        .jsonPath()
                        .getList("data.message_id"))
                .contains(mark);
        assertThat(crm.status(mark).getString("source")).isEqualTo("queue");
    }
}
