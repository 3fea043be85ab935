package com.altimacrm.email.transport.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.ProviderAccount;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS in both forms: certificates and names are checked, and nothing secret goes out before. */
class SmtpTlsTest {
    private static TestTls right;
    private static TestTls wrongName;
    private static SmtpHarness harness;

    private final ScriptedSmtpServer server = new ScriptedSmtpServer().offering("PIPELINING\nAUTH PLAIN LOGIN");

    @BeforeAll
    static void start() {
        right = TestTls.named("localhost");
        wrongName = TestTls.named("elsewhere.test");
        harness = new SmtpHarness("command-timeout", "5s", "final-reply-timeout", "5s");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"tls,false", "auto,false", "ssl,true"})
    void mailGoesOverTlsWithItsLogin(String encryption, boolean implicit) {
        server.withTls(right.server(), implicit);

        DeliveryOutcome outcome = harness.deliver(TestMails.to("a@there.test"), account(encryption, right.pem()));

        assertThat(outcome).as(outcome.reason()).isInstanceOf(Accepted.class);
        assertThat(server.commands()).contains("AUTH PLAIN AHUAc2VjcmV0LTc=");
        assertThat(server.commands().contains("STARTTLS")).isEqualTo(!implicit);
    }

    @ParameterizedTest
    @CsvSource({"tls,false", "auto,false", "ssl,true"})
    void certificateForAnotherNameIsRefused(String encryption, boolean implicit) {
        server.withTls(wrongName.server(), implicit);

        assertRefused(harness.deliver(TestMails.to("a@there.test"), account(encryption, wrongName.pem())), "TLS");
    }

    @ParameterizedTest
    @CsvSource({"tls,false", "ssl,true"})
    void certificateNobodyVouchesForIsRefused(String encryption, boolean implicit) {
        server.withTls(right.server(), implicit);

        assertRefused(harness.deliver(TestMails.to("a@there.test"), account(encryption, wrongName.pem())), "TLS");
    }

    @Test
    void serverWithoutStartTlsIsRefusedWhereTlsIsAsked() {
        assertRefused(harness.deliver(TestMails.to("a@there.test"), account("tls", right.pem())), "STARTTLS");
    }

    @Test
    void textInClearAfterTheAnswerToStartTlsIsRefused() {
        server.withTls(right.server(), false).answering("STARTTLS", "220 go on\n250-mx.test\n250 AUTH PLAIN");

        assertRefused(harness.deliver(TestMails.to("a@there.test"), account("tls", right.pem())), "in clear");
    }

    @Test
    void refusedLoginNeverShowsThePassword() {
        server.withTls(right.server(), false).answering("AUTH", "535 5.7.8 no");

        DeliveryOutcome outcome = harness.check(account("tls", right.pem()));

        assertRefused(outcome, "login");
        assertThat(outcome.toString()).doesNotContain("secret-7").contains("smtp_password");
    }

    private void assertRefused(DeliveryOutcome outcome, String why) {
        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).isTrue();
        assertThat(outcome.reason()).contains(why);
        assertThat(server.commands()).noneMatch(c -> c.startsWith("MAIL"));
    }

    private ProviderAccount account(String encryption, String pem) {
        return SmtpHarness.account(
                server.port(),
                "smtp_encryption",
                encryption,
                "tls_ca",
                pem,
                "smtp_username",
                "u",
                "smtp_password",
                "secret-7");
    }
}
