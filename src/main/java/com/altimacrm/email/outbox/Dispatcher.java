package com.altimacrm.email.outbox;

import com.altimacrm.email.flow.Batcher;
import com.altimacrm.email.outbox.store.ClaimStore;
import com.altimacrm.email.outbox.store.SettleStore;
import com.altimacrm.email.transport.DeliveryOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Sends claimed mail: reserves room in the provider's lane, claims, attempts, settles.
 *
 * <p>Everything here may be called from any thread; nothing here blocks one.
 */
@ApplicationScoped
public class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final int SLOTS_UNTIL_KNOWN = 10;
    private static final Duration SETTLE_FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration SETTLE_LONGEST_RETRY = Duration.ofSeconds(3);
    private static final Duration SETTLE_GIVE_UP = Duration.ofHours(1);

    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<String, ClaimedMail> held = new ConcurrentHashMap<>();
    private final Batcher<ClaimRequest, Optional<ClaimedMail>> claims;
    private final Batcher<Settled, Boolean> settlements;
    private final ClaimStore store;
    private final Attempt attempt;
    private final OutboxConfig config;
    private final Settlements policies;
    private final SendMetrics metrics;
    private volatile boolean stopping;

    Dispatcher(
            ClaimStore store,
            SettleStore settleStore,
            Attempt attempt,
            Settlements policies,
            OutboxConfig config,
            MeterRegistry registry) {
        this.store = store;
        this.attempt = attempt;
        this.policies = policies;
        this.config = config;
        this.metrics = new SendMetrics(registry, held);
        this.claims = new Batcher<>(
                config.maxBatch(), config.maxInFlight(), config.maxWaiting(), this::claimBatch, failure -> false);
        this.settlements = new Batcher<>(
                config.maxBatch(),
                config.maxInFlight(),
                config.maxWaiting(),
                settleStore::settle,
                SettleStore::isBadOutcome);
    }

    /**
     * Takes up a mail that a doorbell named. Completes once the mail is claimed, or once it is clear that it is not
     * ours to claim now; it is in the database either way, so the doorbell may then be acknowledged. Never fails.
     */
    public Uni<Void> ring(MailReference mail) {
        Lane lane = lane(mail.providerId());
        if (stopping || !lane.reserveOne(Instant.now())) {
            fill(lane, mail.providerId());
            return Uni.createFrom().voidItem();
        }
        return claim(lane, new ClaimRequest(mail.outboxId(), false));
    }

    /**
     * Fetches mail of one provider from the database into its lane, as far as there is room.
     *
     * @param wanted whether the provider is known to have due mail
     * @param lapsed whether mail under a lapsed lease may be taken
     */
    Uni<Void> fill(String providerId, boolean wanted, boolean lapsed) {
        Lane lane = lane(providerId);
        Instant now = Instant.now();
        // A mail that was claimed while its provider was paused waits for somebody to start it.
        run(lane);
        if (stopping || !lane.beginFill(wanted, now)) {
            return Uni.createFrom().voidItem();
        }
        int room = lane.reserveAll(now);
        return store.due(providerId, config.doorbellGrace(), lapsed, room)
                .onFailure()
                .invoke(failure -> {
                    lane.release(room);
                    lane.endFill(true);
                })
                .chain(due -> {
                    lane.release(room - due.size());
                    boolean more = due.size() == room;
                    lane.endFill(more);
                    return claimAll(lane, due, lapsed).invoke(() -> fillAgain(lane, providerId, more));
                });
    }

    /** Mail refused during a fetch may have been too late for it, and with nothing on its way nobody else looks. */
    private void fillAgain(Lane lane, String providerId, boolean more) {
        if (!more && lane.load() == 0) {
            fill(lane, providerId);
        }
    }

    /** The providers this replica has lanes for. */
    Collection<String> laneNames() {
        return lanes.keySet();
    }

    /** Mails claimed by this replica and not yet settled. */
    Collection<ClaimedMail> held() {
        return held.values();
    }

    /** Takes no more mail, and gives back what has not been started. */
    Uni<Void> stop() {
        stopping = true;
        List<ClaimedMail> waiting = lanes.values().stream()
                .flatMap(lane -> lane.clearWaiting().stream())
                .toList();
        waiting.forEach(mail -> held.remove(mail.id()));
        return waiting.isEmpty() ? Uni.createFrom().voidItem() : store.giveBack(waiting);
    }

    private Lane lane(String providerId) {
        return lanes.computeIfAbsent(
                providerId, id -> new Lane(SLOTS_UNTIL_KNOWN, config.pacingFirst(), config.pacingMax()));
    }

    private Uni<List<Optional<ClaimedMail>>> claimBatch(List<ClaimRequest> requests) {
        return store.claim(requests)
                .map(mails -> mails.stream().map(Optional::ofNullable).toList());
    }

    private Uni<Void> claimAll(Lane lane, List<MailReference> due, boolean lapsed) {
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine()
                        .all()
                        .unis(due.stream()
                                .map(mail -> claim(lane, new ClaimRequest(mail.outboxId(), lapsed)))
                                .toList())
                        .discardItems();
    }

    /** Claims one mail into reserved room. */
    private Uni<Void> claim(Lane lane, ClaimRequest request) {
        if (held.containsKey(request.outboxId())) {
            lane.release(1);
            return Uni.createFrom().voidItem();
        }
        return claims.add(request)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("Mail %s was not claimed: %s", request.outboxId(), failure.getMessage());
                    return Optional.empty();
                })
                .invoke(claimed -> claimed.ifPresentOrElse(mail -> admit(lane, mail), () -> lane.release(1)))
                .replaceWithVoid();
    }

    private void admit(Lane lane, ClaimedMail mail) {
        held.put(mail.id(), mail);
        lane.admit(mail);
        run(lane);
    }

    private void run(Lane lane) {
        for (ClaimedMail mail : lane.start(Instant.now())) {
            metrics.started(mail);
            send(lane, mail).subscribe().with(done -> {}, failure -> LOG.errorf(failure, "Mail %s", mail.id()));
        }
    }

    private Uni<Void> send(Lane lane, ClaimedMail mail) {
        if (policies.holdsAbandoned(mail)) {
            lane.delivered();
            return settle(lane, mail, policies.abandoned(mail));
        }
        return attempt.make(mail).chain(result -> {
            lane.delivered();
            Duration pause = health(lane, result);
            metrics.finished(mail, result.outcome());
            run(lane);
            return settle(lane, mail, policies.settle(mail, result, pause));
        });
    }

    /** Tells the lane how its provider is doing; answers how long the provider is left alone. */
    private Duration health(Lane lane, Attempt.Result result) {
        if (result.slots() > 0) {
            lane.resize(result.slots());
        }
        if (result.outcome() instanceof DeliveryOutcome.Deferred deferred && deferred.pacing()) {
            Duration pause = lane.pace(deferred.retryAfter().orElse(Duration.ZERO), Instant.now());
            park(lane, pause);
            return pause;
        }
        lane.healthy();
        return Duration.ZERO;
    }

    /** Mails waiting behind a paused provider go back to the database until the pause is over. */
    private void park(Lane lane, Duration pause) {
        for (ClaimedMail mail : lane.clearWaiting()) {
            write(mail, policies.parked(mail, pause)).subscribe().with(done -> {}, failure -> {});
        }
    }

    private Uni<Void> settle(Lane lane, ClaimedMail mail, Settled settled) {
        return write(mail, settled).eventually(() -> {
            lane.settled();
            run(lane);
            fill(lane, mail.providerId());
        });
    }

    private void fill(Lane lane, String providerId) {
        fill(providerId, false, false).subscribe().with(done -> {}, failure -> {});
    }

    /** Writes an outcome, for as long as it takes: a mail that was sent and not recorded would be sent again. */
    private Uni<Void> write(ClaimedMail mail, Settled settled) {
        return settlements
                .add(settled)
                .onFailure(SettleStore::isBadOutcome)
                .recoverWithUni(failure -> settlements.add(settled.withoutWords()))
                .onFailure()
                .retry()
                .withBackOff(SETTLE_FIRST_RETRY, SETTLE_LONGEST_RETRY)
                .withJitter(0.2)
                .expireIn(SETTLE_GIVE_UP.toMillis())
                .invoke(written -> {
                    if (!written) {
                        LOG.warnf("Mail %s was taken over by another replica; this outcome is not written", mail.id());
                    }
                })
                .eventually(() -> held.remove(mail.id()))
                .replaceWithVoid();
    }
}
