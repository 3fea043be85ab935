package com.altimacrm.email.transport.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.ProviderAccount;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many mails at once through one account: nobody ever gets another one's mail, and the account's limit holds. */
class SmtpParallelTest {
    private static final int MAILS = 3000;

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();
    private final SmtpHarness harness = new SmtpHarness(
            "command-timeout",
            "20s",
            "final-reply-timeout",
            "20s",
            "acquire-timeout",
            "60s",
            "mails-per-connection",
            "50");

    @AfterEach
    void close() throws IOException {
        harness.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING\n8BITMIME", "8BITMIME"})
    void thousandsOfMailsAtOnceEachReachTheirOwnRecipientWithTheirOwnText(String extensions) {
        server.offering(extensions);
        for (int i = 0; i < MAILS; i += 7) {
            server.answering("RCPT " + address(i), "550 5.1.1 nobody");
        }
        ProviderAccount account = SmtpHarness.account(server.port(), "max_connections", "16");

        List<DeliveryOutcome> outcomes = atOnce(account, MAILS);

        for (int i = 0; i < MAILS; i++) {
            assertThat(outcomes.get(i)).isInstanceOf(i % 7 == 0 ? Rejected.class : Accepted.class);
        }
        assertEachGotTheirOwn();
    }

    private void assertEachGotTheirOwn() {
        Map<String, String> byRecipient = new HashMap<>();
        server.received().forEach(mail -> {
            assertThat(mail.recipients()).hasSize(1);
            assertThat(byRecipient.put(mail.recipients().get(0), mail.data())).isNull();
        });
        assertThat(byRecipient).hasSize(MAILS - (MAILS + 6) / 7);
        byRecipient.forEach((address, data) -> {
            int number = Integer.parseInt(address.substring(1, address.indexOf('@')));
            String body = data.substring(data.indexOf("\r\n\r\n") + 4);
            assertThat(data).contains("To: " + address + "\r\n").contains("Message-ID: <id-" + number + "@");
            assertThat(body).isEqualTo(text(number).replace("\n", "\r\n") + ".\r\n");
        });
    }

    @Test
    void neverMoreConnectionsThanTheAccountAllows() {
        ProviderAccount account = SmtpHarness.account(server.port(), "max_connections", "3");

        List<DeliveryOutcome> outcomes = atOnce(account, 60);

        assertThat(outcomes).allMatch(Accepted.class::isInstance);
        assertThat(server.connections()).isLessThanOrEqualTo(3);
    }

    @Test
    void mailThatFindsNoFreeConnectionInTimeIsPacedAndNotLost() {
        server.answering(".", ScriptedSmtpServer.SILENCE);
        try (SmtpHarness impatient = new SmtpHarness("acquire-timeout", "200ms", "final-reply-timeout", "3s")) {
            ProviderAccount account = SmtpHarness.account(server.port(), "max_connections", "1");
            Uni<DeliveryOutcome> first = impatient.transport.deliver(mail(1), account);
            Uni<DeliveryOutcome> second = impatient.transport.deliver(mail(2), account);

            List<DeliveryOutcome> outcomes =
                    Uni.join().all(first, second).andFailFast().await().atMost(Duration.ofSeconds(30));

            assertThat(outcomes)
                    .filteredOn(Deferred.class::isInstance)
                    .singleElement()
                    .satisfies(outcome -> {
                        assertThat(((Deferred) outcome).pacing()).isTrue();
                        assertThat(outcome.reason()).contains("max_connections");
                    });
        }
    }

    private List<DeliveryOutcome> atOnce(ProviderAccount account, int mails) {
        List<Uni<DeliveryOutcome>> all = IntStream.range(0, mails)
                .mapToObj(i -> harness.transport.deliver(mail(i), account))
                .toList();
        return Uni.join().all(all).andFailFast().await().atMost(Duration.ofSeconds(90));
    }

    private static OutgoingMessage mail(int number) {
        Recipient recipient = new Recipient(0, RecipientKind.TO, EmailAddress.of(address(number)));
        return TestMails.of("id-" + number, text(number), List.of(recipient));
    }

    private static String address(int number) {
        return "r" + number + "@there.test";
    }

    /** Own words for each number, of lengths from one line to some 20 KB. */
    private static String text(int number) {
        return ("mail number " + number + " for nobody else\n").repeat(1 + number % 11 * number % 500);
    }
}
