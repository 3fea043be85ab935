package com.altimacrm.email.transport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one attempt told us. A refusal is an answer, so it is returned, not thrown. */
public sealed interface DeliveryOutcome {
    /** The provider's words, or ours where it said none; fit for the timeline. */
    String reason();

    /** Recipients it refuses by themselves. */
    List<RecipientRefusal> refused();

    /** The same outcome for these refused recipients too. */
    default DeliveryOutcome withRefused(List<RecipientRefusal> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<RecipientRefusal> all =
                Stream.concat(refused().stream(), more.stream()).toList();
        return fold(new Cases<>() {
            @Override
            public DeliveryOutcome accepted(Accepted outcome) {
                return new Accepted(outcome.reason(), outcome.providerMessageId(), all);
            }

            @Override
            public DeliveryOutcome deferred(Deferred outcome) {
                return new Deferred(outcome.reason(), outcome.pacing(), outcome.retryAfter(), all);
            }

            @Override
            public DeliveryOutcome rejected(Rejected outcome) {
                return new Rejected(outcome.reason(), all);
            }

            @Override
            public DeliveryOutcome unconfirmed(Unconfirmed outcome) {
                return new Unconfirmed(outcome.reason(), all);
            }
        });
    }

    /**
     * Answers by kind; exhaustive, so a new kind of outcome stops the build.
     *
     * @param <T> what the answer is
     */
    <T> T fold(Cases<T> cases);

    /** One function per outcome. */
    interface Cases<T> {
        T accepted(Accepted outcome);

        T deferred(Deferred outcome);

        T rejected(Rejected outcome);

        T unconfirmed(Unconfirmed outcome);
    }

    /**
     * The provider took responsibility for the mail, for all recipients but those refused.
     *
     * @param reason the provider's last words ("250 2.0.0 queued as 4F2A")
     * @param providerMessageId the provider's own id, kept to match later webhooks; null when it gave none
     * @param refused recipients it did not take
     */
    record Accepted(String reason, String providerMessageId, List<RecipientRefusal> refused)
            implements DeliveryOutcome {
        public Accepted {
            refused = List.copyOf(refused);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.accepted(this);
        }
    }

    /**
     * Nothing was taken, and it is worth another try.
     *
     * @param reason the provider's words
     * @param pacing the provider asks us to slow down or is away (connection refused, 421, 454, throttling): costs the
     *     message no attempt, and the provider is left alone for a while
     * @param retryAfter how long the provider asked us to wait, if it said
     * @param refused recipients that are refused for good all the same, and need no other try
     */
    record Deferred(String reason, boolean pacing, Optional<Duration> retryAfter, List<RecipientRefusal> refused)
            implements DeliveryOutcome {
        public Deferred {
            refused = List.copyOf(refused);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.deferred(this);
        }
    }

    /**
     * Refused for good: the same message would be refused again.
     *
     * @param reason the provider's words
     * @param refused the words per recipient, where they differ; may be empty
     */
    record Rejected(String reason, List<RecipientRefusal> refused) implements DeliveryOutcome {
        public Rejected {
            refused = List.copyOf(refused);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.rejected(this);
        }
    }

    /**
     * The line dropped after the body was sent: the mail may have left, so another try must keep the Message-ID.
     *
     * @param reason what happened to the line
     * @param refused recipients that were refused before the line dropped, and so surely got nothing
     */
    record Unconfirmed(String reason, List<RecipientRefusal> refused) implements DeliveryOutcome {
        public Unconfirmed {
            refused = List.copyOf(refused);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.unconfirmed(this);
        }
    }
}
