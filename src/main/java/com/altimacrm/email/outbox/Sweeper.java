package com.altimacrm.email.outbox;

import com.altimacrm.email.flow.Jitter;
import com.altimacrm.email.outbox.store.ClaimStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Looks for mail whose time has come: retries, scheduled and parked mail, mail whose doorbell was lost, and mail whose
 * replica died.
 *
 * <p>After a spell without the database, lapsed leases are left alone for one more lease: the replicas that hold them
 * are waiting to record what they sent.
 */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ClaimStore store;
    private final Dispatcher dispatcher;
    private final OutboxConfig config;
    private volatile boolean running;
    private volatile Instant lastContact = Instant.EPOCH;
    private volatile Instant sparesLapsedUntil = Instant.EPOCH;
    private volatile boolean failing;

    Sweeper(Vertx vertx, ClaimStore store, Dispatcher dispatcher, OutboxConfig config) {
        this.vertx = vertx;
        this.store = store;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    void start() {
        running = true;
        scheduleNext();
    }

    void stop() {
        running = false;
    }

    private void scheduleNext() {
        if (running) {
            vertx.setTimer(Jitter.around(config.sweepEvery()).toMillis(), timer -> sweep());
        }
    }

    private void sweep() {
        store.providersWithDueMail()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .invoke(due -> contact(Instant.now()))
                .chain(this::fillAll)
                .subscribe()
                .with(done -> succeeded(), this::failed);
    }

    private Uni<Void> fillAll(List<String> due) {
        Set<String> providers = new LinkedHashSet<>(due);
        providers.addAll(dispatcher.laneNames());
        boolean lapsed = !Instant.now().isBefore(sparesLapsedUntil);
        List<Uni<Void>> fills = providers.stream()
                .map(provider -> dispatcher.fill(provider, due.contains(provider), lapsed))
                .toList();
        return fills.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine()
                        .all()
                        .unis(fills)
                        .collectFailures()
                        .discardItems()
                        .ifNoItem()
                        .after(LIMIT)
                        .fail();
    }

    private void contact(Instant now) {
        boolean known = lastContact.isAfter(Instant.EPOCH);
        if (known && Duration.between(lastContact, now).compareTo(config.lease().dividedBy(2)) > 0) {
            sparesLapsedUntil = now.plus(config.lease());
        }
        lastContact = now;
    }

    private void succeeded() {
        if (failing) {
            LOG.info("The outbox is swept again");
        }
        failing = false;
        scheduleNext();
    }

    private void failed(Throwable failure) {
        if (!failing) {
            LOG.warnf("The outbox cannot be swept, trying on: %s", failure);
        }
        failing = true;
        scheduleNext();
    }
}
