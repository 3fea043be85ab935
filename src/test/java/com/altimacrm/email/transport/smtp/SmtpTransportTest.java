package com.altimacrm.email.transport.smtp;

import static com.altimacrm.email.transport.smtp.ScriptedSmtpServer.DROP;
import static com.altimacrm.email.transport.smtp.ScriptedSmtpServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.MailTransportContract;
import com.altimacrm.email.transport.ProviderAccount;
import com.altimacrm.email.transport.RecipientRefusal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer and every failure at every step of the dialogue, against a scripted server. */
class SmtpTransportTest implements MailTransportContract {
    private static final String NO_PIPELINING = "SIZE 52428800\n8BITMIME";
    private static SmtpHarness harness;

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @BeforeAll
    static void start() {
        harness = new SmtpHarness();
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    @Override
    public DeliveryOutcome deliverWhenAllIsWell() {
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheMailboxIsFull() {
        server.answering("RCPT", "452 4.2.2 mailbox full");
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheMailboxDoesNotExist() {
        server.answering("RCPT", "550 5.1.1 no such user");
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheProviderIsAway() {
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheProviderThrottles() {
        server.answering("RCPT", "451 4.7.1 slow down");
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheLoginIsRefused() {
        server.offering("AUTH PLAIN LOGIN").answering("AUTH", "535 5.7.8 bad credentials");
        return harness.deliver(server, TestMails.to("a@there.test"), "smtp_username", "u", "smtp_password", "secret-7");
    }

    @Override
    public DeliveryOutcome deliverWhenTheContentIsRefused() {
        server.answering(".", "554 5.7.1 looks like spam");
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverWhenTheAnswerToTheBodyIsLost() {
        server.answering(".", DROP);
        return deliverTo("a@there.test");
    }

    @Override
    public DeliveryOutcome deliverToOneGoodAndOneBadRecipient() {
        server.answering("RCPT bad@there.test", "550 5.1.1 no such user");
        return deliverTo("good@there.test", "bad@there.test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GREETING|421 4.3.2 closing|Deferred|true",
                "GREETING|450 later|Deferred|true",
                "GREETING|554 5.7.1 go away|Deferred|true",
                "GREETING|<drop>|Deferred|true",
                "GREETING|<silence>|Deferred|true",
                "GREETING|HTTP/1.1 400 Bad Request|Deferred|true",
                "EHLO|421 4.3.2 closing|Deferred|true",
                "EHLO|451 later|Deferred|true",
                "EHLO|<drop>|Deferred|true",
                "EHLO|<silence>|Deferred|true",
                "MAIL|421 4.3.2 closing|Deferred|true",
                "MAIL|451 4.3.0 later|Deferred|true",
                "MAIL|452 4.3.1 no room|Deferred|true",
                "MAIL|530 5.7.0 log in first|Deferred|true",
                "MAIL|550 5.1.8 bad sender|Rejected|",
                "MAIL|599 odd|Rejected|",
                "MAIL|<drop>|Deferred|false",
                "MAIL|<silence>|Deferred|true",
                "MAIL|99 nonsense|Deferred|false",
                "RCPT|421 4.3.2 closing|Deferred|true",
                "RCPT|450 4.2.1 busy|Deferred|false",
                "RCPT|450 4.4.5 system full|Deferred|true",
                "RCPT|451 4.3.0 later|Deferred|true",
                "RCPT|451 too many messages|Deferred|true",
                "RCPT|499 odd|Deferred|false",
                "RCPT|552 5.2.2 over quota|Deferred|false",
                "RCPT|553 5.1.3 bad name|Rejected|",
                "RCPT|530 5.7.0 log in first|Deferred|true",
                "RCPT|<drop>|Deferred|false",
                "RCPT|<silence>|Deferred|true",
                "DATA|421 4.3.2 closing|Deferred|true",
                "DATA|451 4.2.0 later|Deferred|false",
                "DATA|451 4.7.0 later|Deferred|true",
                "DATA|554 5.6.0 no|Rejected|",
                "DATA|<silence>|Deferred|true",
                "DATA|<drop>|Deferred|false",
                ".|421 4.3.2 closing|Deferred|true",
                ".|451 4.2.0 later|Deferred|false",
                ".|452 4.7.0 rate limit|Deferred|true",
                ".|552 5.3.4 too big|Rejected|",
                ".|554 5.6.0 no|Rejected|",
                ".|<drop>|Unconfirmed|",
                ".|<silence>|Unconfirmed|",
                ".|gibberish|Unconfirmed|",
                ".|354 what|Unconfirmed|",
            })
    void eachAnswerAtEachStepMeansTheSameWithAndWithoutPipelining(
            String step, String answer, String outcome, Boolean pacing) throws IOException {
        server.answering(step, answer);
        try (ScriptedSmtpServer slow = new ScriptedSmtpServer()) {
            slow.offering(NO_PIPELINING).answering(step, answer);

            assertOutcome(deliverTo("a@there.test"), outcome, pacing);
            assertOutcome(harness.deliver(slow, TestMails.to("a@there.test")), outcome, pacing);
        }
    }

    private static void assertOutcome(DeliveryOutcome found, String outcome, Boolean pacing) {
        assertThat(found.getClass().getSimpleName()).as(found.toString()).isEqualTo(outcome);
        if (found instanceof Deferred deferred) {
            assertThat(deferred.pacing()).as(found.toString()).isEqualTo(pacing);
        }
    }

    @Test
    void recipientsKeepTheirOwnRefusals() {
        server.answering("RCPT b@there.test", "550 5.1.1 nobody").answering("RCPT c@there.test", "452 4.2.2 full");

        DeliveryOutcome outcome = deliverTo("a@there.test", "b@there.test", "c@there.test");

        assertThat(outcome)
                .isEqualTo(new Accepted(
                        "250 2.0.0 Ok: queued as Q1X7",
                        "Q1X7",
                        java.util.List.of(
                                new RecipientRefusal(1, true, "550 5.1.1 nobody"),
                                new RecipientRefusal(2, false, "452 4.2.2 full"))));
        assertThat(server.received().get(0).recipients()).containsExactly("a@there.test");
    }

    @Test
    void whenSomeMayStillBeTakenOnlyTheOthersAreRefusedForGood() {
        server.answering("RCPT b@there.test", "550 5.1.1 nobody").answering("RCPT c@there.test", "452 4.2.2 full");

        DeliveryOutcome outcome = deliverTo("b@there.test", "c@there.test");

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).refused())
                .extracting(RecipientRefusal::position)
                .containsExactly(0);
    }

    @Test
    void fullMailboxKeepsTheServersWordsAndNeverSendsTheBody() {
        server.offering(NO_PIPELINING).answering("RCPT", "452 4.2.2 mailbox full");

        DeliveryOutcome outcome = deliverTo("a@there.test");

        assertThat(outcome.reason()).isEqualTo("452 4.2.2 mailbox full");
        assertThat(server.commands()).doesNotContain("DATA");
    }

    @Test
    void serverThatWantsABodyForNobodyGetsAnEmptyOneAndTheLineLivesOn() {
        server.answering("RCPT", "550 5.1.1 no", "250 ok").answering("DATA", "354 go on");
        server.answering(".", "554 5.5.1 no valid recipients", "250 2.0.0 Ok: queued as Q2X7");

        DeliveryOutcome first = deliverTo("a@there.test");
        DeliveryOutcome second = deliverTo("b@there.test");

        assertThat(first).isInstanceOf(Rejected.class);
        assertThat(second).isInstanceOf(Accepted.class);
        assertThat(server.received().get(0).data()).isEqualTo(".\r\n");
    }

    @Test
    void leadingDotsArriveAsTheyWere() {
        DeliveryOutcome outcome = harness.deliver(server, TestMails.withText(".\n..two\nend\n.", "a@there.test"));

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(server.received().get(0).data()).endsWith("\r\n\r\n..\r\n...two\r\nend\r\n..\r\n.\r\n");
    }

    @Test
    void everyLineOnTheWireEndsInCrLf() {
        harness.deliver(server, TestMails.withText("a\nb\rc\r\nd", "a@there.test"));

        String data = server.received().get(0).data();
        assertThat(data.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void healthyLineCarriesTheNextMailEvenAfterARefusal() {
        server.answering("RCPT", "550 5.1.1 no", "250 ok");

        deliverTo("a@there.test");
        await().untilAsserted(() -> assertThat(server.commands()).contains("RSET"));
        deliverTo("b@there.test");

        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "421 4.4.2 idle for too long"})
    void lineEndedWhileIdleCostsNothing(String farewell) {
        deliverTo("a@there.test");
        server.endLines(farewell.isEmpty() ? null : farewell);

        DeliveryOutcome outcome = deliverTo("b@there.test");

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {DROP, "421 4.4.2 too many mails on this line", SILENCE})
    void keptLineThatRefusesToGoOnIsReplacedAtOnce(String answer) {
        server.answering("MAIL", "250 ok", answer, "250 ok");
        deliverTo("a@there.test");

        DeliveryOutcome outcome = deliverTo("b@there.test");

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void lineLostInTheMiddleOfTheBodyMeansNothingWasTaken() {
        server.droppingAfterBodyOctets(1000);

        DeliveryOutcome outcome =
                harness.deliver(server, TestMails.withText("0123456789\n".repeat(2_000_000), "a@there.test"));

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).isFalse();
    }

    @Test
    void bigMailArrivesWhole() {
        String text = "0123456789\r\n".repeat(60_000);

        DeliveryOutcome outcome = harness.deliver(server, TestMails.withText(text, "a@there.test"));

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(server.received().get(0).data()).endsWith("\r\n\r\n" + text + ".\r\n");
    }

    @Test
    void mailTooBigForTheServerIsRefusedBeforeItIsSent() {
        server.offering("SIZE 300");

        DeliveryOutcome outcome = harness.deliver(server, TestMails.withText("x".repeat(400), "a@there.test"));

        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(outcome.reason()).contains("5.3.4");
        assertThat(server.commands()).noneMatch(c -> c.startsWith("MAIL"));
    }

    @Test
    void addressInAnotherScriptNeedsAServerThatTakesIt() {
        DeliveryOutcome refused = deliverTo("δοκιμή@there.test");
        server.offering("PIPELINING\n8BITMIME\nSMTPUTF8");
        harness.transport.forget("provider-" + server.port());
        DeliveryOutcome taken = deliverTo("δοκιμή@there.test");

        assertThat(refused).isInstanceOf(Rejected.class);
        assertThat(refused.reason()).contains("5.6.7");
        assertThat(taken).isInstanceOf(Accepted.class);
        assertThat(server.commands()).contains("MAIL FROM:<bounce@sender.test> BODY=8BITMIME SMTPUTF8");
        assertThat(server.received().get(0).recipients()).containsExactly("δοκιμή@there.test");
    }

    @Test
    void serverWithoutEhloIsSpokenToInTheOldWay() {
        server.answering("EHLO", "502 5.5.1 not here");

        assertThat(deliverTo("a@there.test")).isInstanceOf(Accepted.class);
        assertThat(server.commands()).contains("HELO sender.test", "MAIL FROM:<bounce@sender.test>");
    }

    @Test
    void loginFallsBackToTheMechanismTheServerOffers() {
        server.offering("AUTH LOGIN").answering("AUTH", "334 VXNlcm5hbWU6");
        server.answering("DQ==", "334 UGFzc3dvcmQ6").answering("CA==", "235 ok");

        DeliveryOutcome outcome =
                harness.deliver(server, TestMails.to("a@there.test"), "username", "u", "password", "p");

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(server.commands()).containsSubsequence("AUTH LOGIN", "dQ==", "cA==");
    }

    @Test
    void passwordIsNeverSentInClearUnlessTheTenantSaidSo() {
        server.offering("AUTH PLAIN");

        DeliveryOutcome outcome = harness.deliver(
                server,
                TestMails.to("a@there.test"),
                "smtp_encryption",
                "auto",
                "smtp_username",
                "u",
                "smtp_password",
                "secret-7");

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.reason()).contains("password was not sent").doesNotContain("secret-7");
        assertThat(server.commands()).noneMatch(c -> c.startsWith("AUTH"));
    }

    @Test
    void endlessReplyIsCutOff() {
        server.answering("EHLO", "250-" + "x".repeat(10_000));

        DeliveryOutcome outcome = deliverTo("a@there.test");

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(outcome.reason()).contains("no SMTP reply");
    }

    @Test
    void innerNetworkIsRefusedWithARemedyAndBurnsNoMail() {
        ProviderAccount inner = new ProviderAccount(
                "p", "t", "inner", com.altimacrm.email.transport.ProviderKind.SMTP, 1, Map.of("host", "10.0.0.1"));

        DeliveryOutcome outcome = harness.deliver(TestMails.to("a@there.test"), inner);

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).isTrue();
        assertThat(outcome.reason()).contains("10.0.0.1").contains("EGRESS_ALLOW");
    }

    @Test
    void changedAccountNeverUsesALineOfTheOldOne() {
        ProviderAccount old = SmtpHarness.account(server.port());
        ProviderAccount changed = new ProviderAccount(old.providerId(), "t", "n", old.kind(), 2, old.config());
        harness.deliver(TestMails.to("a@there.test"), old);

        harness.deliver(TestMails.to("b@there.test"), changed);

        assertThat(server.connections()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(server.commands()).contains("QUIT"));
    }

    @Test
    void checkLogsInAndSendsNothing() {
        DeliveryOutcome outcome = harness.check(SmtpHarness.account(server.port()));

        assertThat(outcome).isInstanceOf(Accepted.class);
        await().untilAsserted(() -> assertThat(server.commands()).containsExactly("EHLO sender.test", "QUIT"));
    }

    @Test
    void faultySettingsBurnNoMailAndNameTheKey() {
        DeliveryOutcome outcome = harness.deliver(server, TestMails.to("a@there.test"), "smtp_encryption", "rot13");

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).isTrue();
        assertThat(outcome.reason()).contains("smtp_encryption").contains("rot13");
    }

    @Test
    void mailThatCannotBeWrittenIsRefusedForGood() {
        OutgoingMessage mail =
                TestMails.of("not an id", "x", TestMails.to("a@there.test").recipients());

        assertThat(harness.deliver(server, mail)).isInstanceOf(Rejected.class);
        assertThat(server.connections()).isZero();
    }

    @Test
    void tokenIsUsedWhereTheAccountSaysSo() {
        server.offering("AUTH PLAIN XOAUTH2").answering("AUTH", "334 eyJzdGF0dXMiOiI0MDAifQ==");
        server.answering("", "535 5.7.8 token expired");

        DeliveryOutcome outcome = harness.check(
                SmtpHarness.account(server.port(), "smtp_username", "u", "smtp_password", "token", "auth", "xoauth2"));

        assertThat(outcome.reason()).contains("535 5.7.8 token expired");
        assertThat(server.commands()).contains("AUTH XOAUTH2 dXNlcj11AWF1dGg9QmVhcmVyIHRva2VuAQE=");
    }

    @Test
    void idleLineIsClosedAndAWornOneReplaced() {
        try (SmtpHarness brisk = new SmtpHarness("idle-timeout", "300ms", "mails-per-connection", "2")) {
            for (int i = 0; i < 3; i++) {
                brisk.deliver(server, TestMails.to("a@there.test"));
            }

            await().untilAsserted(() ->
                    assertThat(server.commands()).filteredOn("QUIT"::equals).hasSize(2));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void lostAnswerIsNotSentAgainByItself() {
        server.answering(".", "250 ok", DROP);
        deliverTo("a@there.test");

        DeliveryOutcome outcome = deliverTo("b@there.test");

        assertThat(outcome).isInstanceOf(Unconfirmed.class);
        assertThat(server.received()).hasSize(2);
    }

    private DeliveryOutcome deliverTo(String... addresses) {
        return harness.deliver(server, TestMails.to(addresses));
    }
}
