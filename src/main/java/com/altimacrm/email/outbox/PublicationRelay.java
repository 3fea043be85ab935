package com.altimacrm.email.outbox;

import com.altimacrm.email.flow.Jitter;
import com.altimacrm.email.outbox.store.PublicationStore;
import com.altimacrm.email.outbox.store.PublicationStore.Owed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Publishes what the database owes the broker, and ticks it off on the confirm; so a repeat is possible, a loss is not. */
@ApplicationScoped
class PublicationRelay {
    private static final Logger LOG = Logger.getLogger(PublicationRelay.class);
    private static final int BATCH = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final PublicationStore store;
    private final Broker broker;
    private volatile boolean running;
    private volatile boolean failing;

    PublicationRelay(Vertx vertx, PublicationStore store, Broker broker) {
        this.vertx = vertx;
        this.store = store;
        this.broker = broker;
    }

    void start() {
        running = true;
        scheduleNext(EVERY);
    }

    void stop() {
        running = false;
    }

    private void scheduleNext(Duration wait) {
        if (running) {
            vertx.setTimer(Jitter.around(wait).toMillis(), timer -> relay());
        }
    }

    private void relay() {
        store.take(BATCH, LEASE)
                .call(this::publishAll)
                .subscribe()
                .with(
                        owed -> {
                            report(null);
                            scheduleNext(owed.size() == BATCH ? Duration.ofMillis(1) : EVERY);
                        },
                        failure -> {
                            report(failure);
                            scheduleNext(EVERY);
                        });
    }

    private Uni<Void> publishAll(List<Owed> owed) {
        return Multi.createFrom()
                .iterable(owed)
                .onItem()
                .transformToUni(one -> publish(one.publication()).chain(() -> store.tickOff(one.id())))
                .merge(BATCH)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> publish(Publication owed) {
        return broker.publish(owed.queue(), owed.payload().getBytes(StandardCharsets.UTF_8), owed.headers());
    }

    private void report(Throwable failure) {
        if (failure != null && !failing) {
            LOG.warnf("Messages owed to the broker wait for it: %s", failure);
        }
        failing = failure != null;
    }
}
