package com.altimacrm.email.submission.amqp;

import com.altimacrm.email.outbox.store.RedeliveryStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Forgets the digests of messages without an id, a while after they were acknowledged: by then the broker has processed
 * the acknowledgement, or has missed our heartbeats and delivered the message again; an equal message is a new one.
 *
 * <p>So the while is longer than two heartbeats of the channel, and shorter than the 30 s after which a match counts no
 * more.
 */
@ApplicationScoped
class Redeliveries {
    private static final Logger LOG = Logger.getLogger(Redeliveries.class);
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final int BATCH = 500;

    private final RedeliveryStore store;
    private final Vertx vertx;
    private final ConcurrentLinkedQueue<Acked> acked = new ConcurrentLinkedQueue<>();
    private volatile boolean forgetting;
    private long timer;

    private record Acked(String outboxId, Instant at) {}

    Redeliveries(RedeliveryStore store, Vertx vertx) {
        this.store = store;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY.toMillis(), tick -> forgetSettled());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Notes that the message behind this mail was acknowledged just now. */
    void acknowledged(String outboxId) {
        acked.add(new Acked(outboxId, Instant.now()));
    }

    private void forgetSettled() {
        List<String> ids = forgetting ? List.of() : settled();
        if (ids.isEmpty()) {
            return;
        }
        forgetting = true;
        store.forget(ids).eventually(() -> forgetting = false).subscribe().with(this::goOn, failure -> {
            LOG.debugf("Digests are forgotten later: %s", failure);
            ids.forEach(id -> acked.add(new Acked(id, Instant.now())));
        });
    }

    private void goOn(Void done) {
        forgetSettled();
    }

    private List<String> settled() {
        Instant before = Instant.now().minus(SETTLED_AFTER);
        List<String> ids = new ArrayList<>();
        while (ids.size() < BATCH && !acked.isEmpty() && acked.peek().at().isBefore(before)) {
            ids.add(acked.poll().outboxId());
        }
        return ids;
    }
}
