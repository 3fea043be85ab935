package com.altimacrm.email.transport.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.message.AttachmentPart;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.MailTransportContract;
import com.altimacrm.email.transport.ProviderAccount;
import com.altimacrm.email.transport.ProviderKind;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer and every failure of the exchange, against a local server. */
class PostmarkTransportTest implements MailTransportContract {
    private static final String TOKEN = "a-token-of-a-server";
    private static final String INACTIVE =
            "{\"ErrorCode\":406,\"Message\":\"You tried to send to recipient(s) that have"
                    + " been marked as inactive. Found inactive addresses: %s. Inactive recipients are ones that have generated a"
                    + " hard bounce.\"}";

    private final Vertx vertx = Vertx.vertx();
    private final PostmarkServer server = new PostmarkServer();
    private final PostmarkTransport transport = new PostmarkTransport(
            vertx, new EgressGuard(vertx, List.of("127.0.0.1/32"), Duration.ofSeconds(5)), config());

    @AfterEach
    void close() {
        transport.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public DeliveryOutcome deliverWhenAllIsWell() {
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheMailboxIsFull() {
        return deliverOn(500, "{\"ErrorCode\":500,\"Message\":\"mailbox full\"}");
    }

    @Override
    public DeliveryOutcome deliverWhenTheMailboxDoesNotExist() {
        return deliverOn(422, String.format(INACTIVE, "a@there.test"));
    }

    @Override
    public String unknownMailboxCode() {
        return "406";
    }

    @Override
    public DeliveryOutcome deliverWhenTheProviderIsAway() {
        return transport
                .deliver(to("a@there.test"), account("endpoint", "http://127.0.0.1:1"))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    @Override
    public DeliveryOutcome deliverWhenTheProviderThrottles() {
        return deliverOn(429, "{}");
    }

    @Override
    public DeliveryOutcome deliverWhenTheLoginIsRefused() {
        return deliverOn(401, "{\"ErrorCode\":10,\"Message\":\"Bad token " + TOKEN + ".\"}");
    }

    @Override
    public DeliveryOutcome deliverWhenTheContentIsRefused() {
        return deliverOn(422, "{\"ErrorCode\":300,\"Message\":\"Invalid subject.\"}");
    }

    @Override
    public DeliveryOutcome deliverWhenTheAnswerToTheBodyIsLost() {
        server.dropping();
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverToOneGoodAndOneBadRecipient() {
        server.answering(
                200,
                "{\"ErrorCode\":0,\"MessageID\":\"x-1\",\"Message\":\"Message OK, but will not deliver to these inactive"
                        + " addresses: bad@there.test. Inactive recipients are ones.\"}");
        return deliverTo("good@there.test", "Bad@there.test");
    }

    @Test
    void theRequestHoldsTheMailAndOnlyTheRecipientsStillOpen() {
        Recipient done = recipient(0, RecipientKind.TO, "done@there.test");
        Recipient open = recipient(1, RecipientKind.TO, "open@there.test");
        Recipient hidden = recipient(2, RecipientKind.BCC, "hidden@there.test");

        deliver(mail(List.of(done, open, hidden), List.of(open, hidden), new byte[] {1, 2, 3, -1}));

        PostmarkServer.Asked asked = server.asked().get(0);
        JsonObject body = asked.body();
        assertThat(asked.line()).isEqualTo("POST /email");
        assertThat(asked.token()).isEqualTo(TOKEN);
        assertThat(body.getString("From")).isEqualTo("\"The \\\"Shop\\\"\" <shop@sender.test>");
        assertThat(body.getString("To")).isEqualTo("open@there.test");
        assertThat(body.getString("Bcc")).isEqualTo("hidden@there.test");
        assertThat(body.encode()).doesNotContain("done@there.test");
        assertThat(body.getString("MessageStream")).isEqualTo("outbound");
        assertThat(body.getBoolean("TrackOpens")).isFalse();
        assertThat(body.getString("TextBody")).contains("Hello");
        assertThat(body.getJsonArray("Headers").encode())
                .contains("{\"Name\":\"Message-ID\",\"Value\":\"<id-1@sender.test>\"}")
                .contains("{\"Name\":\"X-PM-KeepID\",\"Value\":\"true\"}")
                .contains("{\"Name\":\"X-Order\",\"Value\":\"4711\"}");
        assertThat(body.getJsonArray("Attachments").getJsonObject(0).getString("Content"))
                .isEqualTo("AQID/w==");
        assertThat(body.getJsonObject("Metadata").getString("outbox_id")).isEqualTo("id-1");
    }

    @Test
    void severalHiddenRecipientsNeverSeeEachOther() {
        List<Recipient> hidden = List.of(
                recipient(0, RecipientKind.BCC, "a@there.test"), recipient(1, RecipientKind.BCC, "b@there.test"));

        deliver(mail(hidden, hidden, new byte[0]));

        assertThat(server.asked().get(0).body().getString("To")).isNull();
    }

    @Test
    void theInactiveAreRefusedAndTheRestTriedAgain() {
        server.answering(422, String.format(INACTIVE, "bad@there.test"));

        DeliveryOutcome outcome = deliverTo("good@there.test", "bad@there.test");

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).isFalse();
        assertThat(((Deferred) outcome).refused()).hasSize(1);
        assertThat(((Deferred) outcome).refused().get(0).position()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "429,true",
        "503,true",
        "500,false",
        "502,false",
        "408,false",
        "401,true",
        "403,true",
        "404,true",
        "302,true"
    })
    void whatIsNotAboutTheMailIsTriedAgain(int status, boolean pacing) {
        server.answering(status, "{}", "Retry-After", "7");

        Deferred outcome = (Deferred) deliverTo("a@there.test");

        assertThat(outcome.pacing()).isEqualTo(pacing);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatIsAboutTheMailIsRefusedForGood(int status) {
        assertThat(deliverOn(status, "no json")).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"ErrorCode\":0}", "[1"})
    void anAcceptanceThatCannotBeReadLeavesTheMailUnconfirmed(String body) {
        assertThat(deliverOn(200, body)).isInstanceOf(Unconfirmed.class);
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        assertThat(deliverOn(200, "x".repeat(1 << 20))).isInstanceOf(Unconfirmed.class);
    }

    @Test
    void silenceAfterTheRequestLeavesTheMailUnconfirmed() {
        server.silent();

        assertThat(deliverTo("a@there.test")).isInstanceOf(Unconfirmed.class);
    }

    @Test
    void moreThanPostmarkTakesIsRefusedUnsent() {
        List<Recipient> one = List.of(recipient(0, RecipientKind.TO, "a@there.test"));

        assertThat(deliver(mail(one, one, new byte[11 << 20]))).isInstanceOf(Rejected.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void noReasonHoldsTheToken() {
        assertThat(deliverWhenTheLoginIsRefused().reason()).doesNotContain(TOKEN);
        assertThat(account().toString()).doesNotContain(TOKEN);
    }

    @Test
    void theGuardKeepsUsFromPrivateAddresses() {
        DeliveryOutcome outcome = transport
                .deliver(to("a@there.test"), account("endpoint", "https://10.0.0.1"))
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.reason()).contains("EGRESS_ALLOW");
    }

    @Test
    void aCheckNamesTheServerOrWhatIsWrong() {
        server.answering(200, "{\"ID\":1,\"Name\":\"Production\"}");
        DeliveryOutcome good = check();
        server.answering(401, "{\"ErrorCode\":10,\"Message\":\"No Account or Server API tokens.\"}");
        DeliveryOutcome bad = check();

        assertThat(good).isInstanceOf(Accepted.class);
        assertThat(good.reason()).contains("Production");
        assertThat(bad.reason()).contains("login").contains("api_token");
        assertThat(server.asked().get(0).line()).isEqualTo("GET /server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "ftp://a.test",
                "https://a.test/x",
                "https://u:p@a.test",
                "a.test",
                "https://"
            })
    void anEndpointIsHttpsAndNothingBehindIt(String endpoint) {
        assertThat(transport.faults(Map.of("api_token", TOKEN, "endpoint", endpoint)))
                .containsOnlyKeys("endpoint");
    }

    @Test
    void aTokenIsNeeded() {
        assertThat(transport.faults(Map.of())).containsOnlyKeys("api_token");
        assertThat(transport.faults(Map.of("server_token", TOKEN))).isEmpty();
    }

    private DeliveryOutcome deliverOn(int status, String body) {
        server.answering(status, body);
        return deliverTo("a@there.test");
    }

    private DeliveryOutcome deliverTo(String... addresses) {
        return deliver(to(addresses));
    }

    private DeliveryOutcome deliver(OutgoingMessage mail) {
        return transport.deliver(mail, account()).await().atMost(Duration.ofSeconds(20));
    }

    private DeliveryOutcome check() {
        return transport.check(account()).await().atMost(Duration.ofSeconds(20));
    }

    private ProviderAccount account(String... extra) {
        Map<String, String> config = new HashMap<>(Map.of("api_token", TOKEN, "endpoint", server.endpoint()));
        for (int i = 0; i < extra.length; i += 2) {
            config.put(extra[i], extra[i + 1]);
        }
        return new ProviderAccount("provider", "tenant", "test account", ProviderKind.POSTMARK, 1, config);
    }

    private static OutgoingMessage to(String... addresses) {
        List<Recipient> recipients = new ArrayList<>();
        for (String address : addresses) {
            recipients.add(recipient(recipients.size(), RecipientKind.TO, address));
        }
        return mail(recipients, recipients, new byte[0]);
    }

    private static Recipient recipient(int position, RecipientKind kind, String address) {
        return new Recipient(position, kind, EmailAddress.of(address));
    }

    private static OutgoingMessage mail(List<Recipient> all, List<Recipient> open, byte[] file) {
        return new OutgoingMessage(
                "id-1",
                "id-1@sender.test",
                Instant.parse("2026-01-02T03:04:05Z"),
                new EmailAddress("shop@sender.test", "The \"Shop\""),
                null,
                all,
                open,
                null,
                "Your order",
                "<p>Hello</p>",
                null,
                Map.of("X-Order", "4711"),
                file.length == 0 ? List.of() : List.of(new AttachmentPart("a.bin", "application/x-thing", file)));
    }

    private static PostmarkConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(PostmarkConfig.class)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValues(Map.of("altima.email.postmark.answer-timeout", "PT1.5S"))
                .build()
                .getConfigMapping(PostmarkConfig.class);
    }
}
