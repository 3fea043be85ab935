package com.altimacrm.email.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import org.junit.jupiter.api.Test;

/** What every provider must do. Each provider's test implements this and scripts its own fake. */
public interface MailTransportContract {
    DeliveryOutcome deliverWhenAllIsWell();

    DeliveryOutcome deliverWhenTheMailboxIsFull();

    DeliveryOutcome deliverWhenTheMailboxDoesNotExist();

    DeliveryOutcome deliverWhenTheProviderIsAway();

    DeliveryOutcome deliverWhenTheProviderThrottles();

    DeliveryOutcome deliverWhenTheLoginIsRefused();

    DeliveryOutcome deliverWhenTheContentIsRefused();

    DeliveryOutcome deliverWhenTheAnswerToTheBodyIsLost();

    /** What the provider's words for an unknown mailbox hold. */
    default String unknownMailboxCode() {
        return "550";
    }

    /** Two recipients; the second does not exist. */
    DeliveryOutcome deliverToOneGoodAndOneBadRecipient();

    @Test
    default void acceptedMailKeepsTheProvidersIdForIt() {
        DeliveryOutcome outcome = deliverWhenAllIsWell();

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(((Accepted) outcome).providerMessageId()).isNotBlank();
        assertThat(((Accepted) outcome).refused()).isEmpty();
    }

    @Test
    default void fullMailboxIsTriedAgainAndCostsAnAttempt() {
        DeliveryOutcome outcome = deliverWhenTheMailboxIsFull();

        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).isFalse();
    }

    @Test
    default void unknownMailboxIsRefusedForGoodWithTheProvidersWords() {
        DeliveryOutcome outcome = deliverWhenTheMailboxDoesNotExist();

        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(((Rejected) outcome).refused()).hasSize(1);
        assertThat(outcome.reason()).contains(unknownMailboxCode());
    }

    @Test
    default void absentProviderCostsNoAttempt() {
        assertPacing(deliverWhenTheProviderIsAway());
    }

    @Test
    default void throttlingCostsNoAttempt() {
        assertPacing(deliverWhenTheProviderThrottles());
    }

    @Test
    default void wrongLoginBurnsNoMailAndNamesTheRemedy() {
        DeliveryOutcome outcome = deliverWhenTheLoginIsRefused();

        assertPacing(outcome);
        assertThat(outcome.reason()).contains("login").contains("check");
    }

    @Test
    default void refusedContentIsNotTriedAgain() {
        assertThat(deliverWhenTheContentIsRefused()).isInstanceOf(Rejected.class);
    }

    @Test
    default void lostAnswerLeavesTheMailUnconfirmed() {
        assertThat(deliverWhenTheAnswerToTheBodyIsLost()).isInstanceOf(Unconfirmed.class);
    }

    @Test
    default void oneBadRecipientDoesNotHoldUpTheOthers() {
        DeliveryOutcome outcome = deliverToOneGoodAndOneBadRecipient();

        assertThat(outcome).isInstanceOf(Accepted.class);
        assertThat(((Accepted) outcome).refused()).hasSize(1);
        assertThat(((Accepted) outcome).refused().get(0).position()).isEqualTo(1);
        assertThat(((Accepted) outcome).refused().get(0).permanent()).isTrue();
    }

    private static void assertPacing(DeliveryOutcome outcome) {
        assertThat(outcome).isInstanceOf(Deferred.class);
        assertThat(((Deferred) outcome).pacing()).as(outcome.reason()).isTrue();
    }
}
