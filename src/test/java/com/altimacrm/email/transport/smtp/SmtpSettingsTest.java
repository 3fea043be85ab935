package com.altimacrm.email.transport.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.message.WrittenMail;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key a tenant may have used is understood, and faults are named by it. */
class SmtpSettingsTest {
    @Test
    void ownKeysWinOverTheirAliases() {
        SmtpSettings settings = SmtpSettings.of(Map.of(
                "smtp_host",
                "a.test",
                "host",
                "b.test",
                "smtp_port",
                "2525",
                "port",
                "1",
                "smtp_username",
                "u1",
                "username",
                "u2",
                "smtp_password",
                "p1",
                "password",
                "p2",
                "max_connections",
                "3"));

        assertThat(settings)
                .isEqualTo(new SmtpSettings(
                        "a.test", 2525, Security.STARTTLS_IF_OFFERED, "u1", "p1", false, null, 3, null));
    }

    @Test
    void aliasesServeWhereTheOwnKeysAreMissing() {
        SmtpSettings settings = SmtpSettings.of(
                Map.of("host", "b.test", "email", "shop@Sender.test", "password", "p", "encryption", "tls"));

        assertThat(settings)
                .isEqualTo(new SmtpSettings(
                        "b.test", 587, Security.STARTTLS, "shop@Sender.test", "p", false, "sender.test", 10, null));
    }

    @ParameterizedTest
    @CsvSource({
        "tls,587,STARTTLS",
        "starttls,2525,STARTTLS",
        "TLS,465,IMPLICIT_TLS",
        "ssl,465,IMPLICIT_TLS",
        "ssl,2465,IMPLICIT_TLS",
        "ssl,587,STARTTLS",
        "ssl,25,STARTTLS",
        "none,587,PLAIN",
        "none,465,PLAIN",
        ",465,IMPLICIT_TLS",
        ",587,STARTTLS_IF_OFFERED",
        "auto,25,STARTTLS_IF_OFFERED"
    })
    void protectionFollowsTheWordAndThePort(String encryption, String port, Security expected) {
        Map<String, String> config = encryption == null
                ? Map.of("host", "a.test", "port", port)
                : Map.of("host", "a.test", "port", port, "encryption", encryption);

        assertThat(SmtpSettings.of(config).security()).isEqualTo(expected);
    }

    @Test
    void soundConfigurationHasNoFaults() {
        assertThat(SmtpFaults.of(Map.of("host", "a.test", "username", "u", "password", "p", "smtp_encryption", "ssl")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "port,abc",
        "smtp_port,0",
        "smtp_port,65536",
        "encryption,rot13",
        "max_connections,101",
        "from_address,nobody",
        "tls_ca,no certificate",
        "auth,kerberos"
    })
    void faultIsNamedByTheKeyTheTenantUsed(String key, String value) {
        assertThat(SmtpFaults.of(Map.of("smtp_host", "a.test", key, value))).containsOnlyKeys(key);
    }

    @Test
    void missingServerAndHalfALoginAreFaults() {
        assertThat(SmtpFaults.of(Map.of("username", "u"))).containsOnlyKeys("smtp_host", "smtp_password");
        assertThat(SmtpFaults.of(Map.of("host", "a", "password", "p"))).containsOnlyKeys("smtp_username");
    }

    @Test
    void loginNeverShowsInText() {
        assertThat(SmtpSettings.of(Map.of("host", "a", "username", "user-7", "password", "secret-7"))
                        .toString())
                .doesNotContain("user-7")
                .doesNotContain("secret-7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "2.0.0 Ok: queued as 4F2A1B|4F2A1B",
                "Ok 0100018c-abcd-000000|0100018c-abcd-000000",
                "OK id=1rABcd-0003Xy-2z|1rABcd-0003Xy-2z",
                "2.0.0 OK  1700000000 a1-20020a05 - gsmtp|1700000000",
                "2.0.0 Ok|null",
                "Ok message accepted|null",
            })
    void providersOwnIdIsFoundInItsLastWords(String words, String id) {
        assertThat(Verdict.messageId(new SmtpReply(250, List.of(words)))).isEqualTo(id);
    }

    @Test
    void repliesAreReadWhateverTheCutsBetweenPackets() {
        String said = "250-first\r\n250-\r\n250 last\r\n550 5.1.1 no\n250\r\n";
        for (int cut = 1; cut < said.length(); cut++) {
            List<SmtpReply> replies = new ArrayList<>();
            ReplyReader reader = new ReplyReader(replies::add);

            reader.read(Buffer.buffer(said.substring(0, cut)));
            reader.read(Buffer.buffer(said.substring(cut)));

            assertThat(replies)
                    .containsExactly(
                            new SmtpReply(250, List.of("first", "", "last")),
                            new SmtpReply(550, List.of("5.1.1 no")),
                            new SmtpReply(250, List.of("")));
        }
    }

    @Test
    void mailIsNotShownInText() {
        assertThat(new WrittenMail("secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII), false).toString())
                .doesNotContain("secret");
    }
}
