package com.altimacrm.email.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.attachment.AttachmentRef;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.RecipientRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");
    private static final RetrySchedule THREE_TRIES =
            new RetrySchedule(List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)), Duration.ofDays(4));
    private static final Recipient ADA = recipient(0, "ada@kite.test");
    private static final Recipient BOB = recipient(1, "bob@kite.test");

    @Test
    void acceptedMailIsSentToEverybody() {
        Settled settled = settle(mail(0), new Accepted("250 ok", "4F2A", List.of()));

        assertThat(settled.status()).isEqualTo(MailStatus.SENT);
        assertThat(settled.nextIn()).isNull();
        assertThat(settled.providerMessageId()).isEqualTo("4F2A");
        assertThat(settled.recipients()).extracting(RecipientUpdate::status).containsOnly(MailStatus.SENT);
        assertThat(settled.deadLetter()).isNull();
    }

    @Test
    void recipientRefusedForGoodIsNamedAndCopiedWhileTheOthersAreSent() {
        Settled settled =
                settle(mail(0), new Accepted("250 ok", null, List.of(refusal(BOB, true, "550 5.1.1 unknown"))));

        assertThat(settled.status()).isEqualTo(MailStatus.SENT);
        assertThat(settled.error()).isEqualTo("550 5.1.1 unknown");
        assertThat(settled.recipients())
                .contains(
                        new RecipientUpdate(0, MailStatus.SENT, "250 ok"),
                        new RecipientUpdate(1, MailStatus.FAILED, "550 5.1.1 unknown"));
        assertThat(settled.deadLetter().payload()).contains("bob@kite.test").doesNotContain("ada@kite.test");
    }

    @Test
    void recipientRefusedForNowIsTriedAgainAlone() {
        Settled settled = settle(mail(0), new Accepted("250 ok", null, List.of(refusal(BOB, false, "452 full"))));

        assertThat(settled.status()).isEqualTo(MailStatus.PENDING);
        assertThat(settled.retryCount()).isEqualTo(1);
        assertThat(settled.nextIn()).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
        assertThat(settled.recipients()).containsExactly(new RecipientUpdate(0, MailStatus.SENT, "250 ok"));
    }

    @Test
    void deferralWaitsAsTheScheduleSays() {
        Settled settled = settle(mail(1), deferred(false, null));

        assertThat(settled.status()).isEqualTo(MailStatus.PENDING);
        assertThat(settled.retryCount()).isEqualTo(2);
        assertThat(settled.nextIn()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    }

    @Test
    void lastDeferralFailsTheMailAndSaysWhy() {
        Settled settled = settle(mail(2), deferred(false, null));

        assertThat(settled.status()).isEqualTo(MailStatus.FAILED);
        assertThat(settled.retryCount()).isEqualTo(3);
        assertThat(settled.error()).isEqualTo("450 later");
        assertThat(settled.deadLetter().headers()).containsEntry("x-reason", "450 later");
        assertThat(settled.events()).extracting(MailEvent::type).containsExactly("attempt", "deferred", "failed");
    }

    @Test
    void pacingCostsNoAttempt() {
        Settled settled = settle(mail(2), deferred(true, null));

        assertThat(settled.status()).isEqualTo(MailStatus.PENDING);
        assertThat(settled.retryCount()).isEqualTo(2);
        assertThat(settled.nextIn()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    }

    @Test
    void pacingWaitsAsLongAsTheProviderAsked() {
        Settled settled = settle(mail(0), deferred(true, Duration.ofMinutes(10)));

        assertThat(settled.nextIn()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
    }

    @Test
    void pacingEndsWhenTheMailIsTooOld() {
        ClaimedMail old = mail(0, NOW.minus(Duration.ofDays(5)), List.of(ADA, BOB), List.of());

        Settled settled = settle(old, deferred(true, null));

        assertThat(settled.status()).isEqualTo(MailStatus.FAILED);
        assertThat(settled.deadLetter()).isNotNull();
    }

    @Test
    void refusalFailsAtOnce() {
        Settled settled = settle(mail(0), new Rejected("554 5.7.1 spam", List.of()));

        assertThat(settled.status()).isEqualTo(MailStatus.FAILED);
        assertThat(settled.nextIn()).isNull();
        assertThat(settled.error()).isEqualTo("554 5.7.1 spam");
        assertThat(settled.deadLetter().payload()).contains("554 5.7.1 spam");
    }

    @Test
    void refusalOfTheRestLeavesAPartlySentMailSentWithItsError() {
        ClaimedMail rest = mail(1, NOW, List.of(BOB), List.of());

        Settled settled = settle(rest, new Rejected("550 no", List.of()));

        assertThat(settled.status()).isEqualTo(MailStatus.SENT);
        assertThat(settled.error()).isEqualTo("550 no");
        assertThat(settled.deadLetter().payload()).contains("bob@kite.test").doesNotContain("ada@kite.test");
    }

    @Test
    void recipientsGivenUpEarlierStandInTheDeadLetterToo() {
        ClaimedMail rest = mail(1, NOW, List.of(BOB), List.of(ADA));

        Settled settled = settle(rest, new Rejected("550 no", List.of()));

        assertThat(settled.status()).isEqualTo(MailStatus.FAILED);
        assertThat(settled.deadLetter().payload()).contains("ada@kite.test", "bob@kite.test");
    }

    @Test
    void unconfirmedMailIsTriedAgainByDefault() {
        Settled settled = settle(mail(0), new Unconfirmed("line lost", List.of()));

        assertThat(settled.status()).isEqualTo(MailStatus.PENDING);
        assertThat(settled.retryCount()).isEqualTo(1);
    }

    @Test
    void unconfirmedMailIsHeldWhereTheTenantWantsIt() {
        Settled settled = new Unconfirmed("line lost", List.of()).fold(new Settlement(mail(0), policy(true), NOW));

        assertThat(settled.status()).isEqualTo(MailStatus.UNCERTAIN);
        assertThat(settled.nextIn()).isNull();
        assertThat(settled.deadLetter()).isNull();
    }

    @Test
    void unconfirmedToTheEndIsUncertainAndNotFailed() {
        Settled settled = settle(mail(2), new Unconfirmed("line lost", List.of()));

        assertThat(settled.status()).isEqualTo(MailStatus.UNCERTAIN);
    }

    @Test
    void takenOverMailSaysWhoHeldItBefore() {
        ClaimedMail mail = new ClaimedMail(
                "id",
                "t",
                "p",
                2,
                "replica-1",
                1,
                "m",
                "m@x.test",
                EmailAddress.of("a@x.test"),
                null,
                List.of(ADA),
                List.of(ADA),
                List.of(),
                List.of(),
                "s",
                null,
                "t",
                List.of(),
                Map.of(),
                NOW,
                NOW);

        Settled settled = settle(mail, new Accepted("250 ok", null, List.of()));

        assertThat(settled.events()).extracting(MailEvent::type).containsExactly("lease_lapsed", "attempt", "sent");
        assertThat(settled.events().get(0).detail()).contains("replica-1");
    }

    @Test
    void nothingLearntAboutAttachmentsLeavesThoseOfTheMailAsTheyAre() {
        Settled settled = settle(mail(0), deferred(false, null));

        assertThat(settled.remembering(List.of()).attachments()).isNull();
        assertThat(settled.remembering(null).attachments()).isNull();
    }

    @Test
    void keptAttachmentsAreRememberedForTheNextTry() {
        List<AttachmentRef> kept = List.of(new AttachmentRef("a.pdf", "application/pdf", null, "0f", 3));

        Settled settled = settle(mail(0), deferred(false, null)).remembering(kept);

        assertThat(settled.attachments()).isEqualTo(kept);
    }

    private static Settled settle(ClaimedMail mail, DeliveryOutcome outcome) {
        return outcome.fold(new Settlement(mail, policy(false), NOW));
    }

    private static Settlement.Policy policy(boolean hold) {
        return new Settlement.Policy(THREE_TRIES, hold, Duration.ofSeconds(10), "replica-2", "Main", "email.send.dlq");
    }

    private static ClaimedMail mail(int retryCount) {
        return mail(retryCount, NOW, List.of(ADA, BOB), List.of());
    }

    private static ClaimedMail mail(int retryCount, Instant created, List<Recipient> open, List<Recipient> failed) {
        return new ClaimedMail(
                "id",
                "t",
                "p",
                1,
                null,
                retryCount,
                "m",
                "m@x.test",
                EmailAddress.of("a@x.test"),
                null,
                List.of(ADA, BOB),
                open,
                failed,
                List.of(),
                "s",
                null,
                "t",
                List.of(),
                Map.of(),
                created,
                NOW);
    }

    private static DeliveryOutcome deferred(boolean pacing, Duration retryAfter) {
        return new Deferred("450 later", pacing, Optional.ofNullable(retryAfter), List.of());
    }

    private static RecipientRefusal refusal(Recipient recipient, boolean permanent, String reason) {
        return new RecipientRefusal(recipient.position(), permanent, reason);
    }

    private static Recipient recipient(int position, String address) {
        return new Recipient(position, RecipientKind.TO, EmailAddress.of(address));
    }
}
