package com.altimacrm.email.outbox;

import com.altimacrm.email.tenant.ProviderInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Brings policy and outcome together: what is written about an attempt. */
@ApplicationScoped
class Settlements {
    private final OutboxConfig config;
    private final ReplicaName replica;
    private final RetrySchedule retries;

    Settlements(OutboxConfig config, ReplicaName replica) {
        this.config = config;
        this.replica = replica;
        this.retries = new RetrySchedule(config.retryDelays(), config.expireAfter());
    }

    /** What an attempt comes to. */
    Settled settle(ClaimedMail mail, Attempt.Result result, Duration pause) {
        return result.outcome()
                .fold(new Settlement(mail, policy(result.provider(), pause), Instant.now()))
                .remembering(result.kept());
    }

    /** Whether a mail taken over from a stopped replica has been through that too often to be tried again. */
    boolean holdsAbandoned(ClaimedMail mail) {
        return mail.previousOwner() != null
                && mail.retryCount() > retries.delays().size();
    }

    /** What is written about such a mail. */
    Settled abandoned(ClaimedMail mail) {
        return new Settlement(mail, policy(null, Duration.ZERO), Instant.now()).abandoned();
    }

    /** A mail put back untried until its provider's pause is over. */
    Settled parked(ClaimedMail mail, Duration pause) {
        return new Settled(
                mail, MailStatus.PENDING, mail.retryCount(), pause, null, null, null, List.of(), null, List.of(), null);
    }

    private Settlement.Policy policy(ProviderInfo provider, Duration pause) {
        return new Settlement.Policy(
                retries,
                provider != null && provider.holdsUnconfirmed(),
                pause,
                replica.value(),
                provider == null ? "unknown" : provider.name(),
                config.sendQueue() + ".dlq");
    }
}
