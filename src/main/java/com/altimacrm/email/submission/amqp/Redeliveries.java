package com.altimacrm.email.submission.amqp;

import com.altimacrm.email.outbox.store.RedeliveryStore;
import com.altimacrm.email.submission.Submissions.Delivery;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Forgets the digests of messages without an id, once the broker has surely processed their acknowledgement; from then
 * on an equal message is a new one.
 *
 * <p>Surely means: a while has passed, the queue has delivered something new well after the acknowledgement, so the line
 * was alive, and nothing was delivered again of late. While a line is silent or has just been lost, digests are kept.
 *
 * <p>A mail whose message came over the line that is open now is nobody's second delivery: the broker delivers again
 * only what it had handed out on a line that has ended, or what was given back. So an equal message that comes as
 * redelivered on the same line is another one.
 */
@ApplicationScoped
class Redeliveries {
    private static final Logger LOG = Logger.getLogger(Redeliveries.class);
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(20);
    /** Longer than two heartbeats of the channel, after which a dead line is noticed. */
    private static final Duration LINE_PROVEN_AFTER = Duration.ofSeconds(12);
    /** How long after a redelivery others of the same lost line may still come. */
    private static final Duration AFTER_REDELIVERY = Duration.ofSeconds(30);

    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);
    private static final int BATCH = 500;

    private final RedeliveryStore store;
    private final Vertx vertx;
    private final ConcurrentLinkedQueue<Acked> acked = new ConcurrentLinkedQueue<>();
    /** The line that a mail's message came over, of the line that is open now. */
    private final Map<String, Integer> lines = new ConcurrentHashMap<>();

    private long lastTag;
    private int line;
    private volatile Instant lastNew = Instant.EPOCH;
    private volatile Instant lastRedelivered = Instant.EPOCH;
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

    /** After the send queue has closed its line in good order, the broker knows of every acknowledgement. */
    void stop(@Observes @Priority(50) ShutdownEvent event) {
        vertx.cancelTimer(timer);
        List<String> ids = acked.stream().map(Acked::outboxId).toList();
        if (ids.isEmpty()) {
            return;
        }
        try {
            store.forget(ids).await().atMost(STOP_LIMIT);
        } catch (RuntimeException failure) {
            LOG.debugf("Digests of acknowledged messages stay: %s", failure);
        }
    }

    /**
     * Notes that the queue delivered a message just now; called in the order of delivery.
     *
     * @param tag the delivery tag; tags rise while a line lasts and start afresh with the next
     * @return the line it came over
     */
    synchronized int delivered(long tag, boolean again) {
        if (tag <= lastTag) {
            line++;
            lines.clear();
        }
        lastTag = tag;
        if (again) {
            lastRedelivered = Instant.now();
        } else {
            lastNew = Instant.now();
        }
        return line;
    }

    /** Notes that the message behind this mail was acknowledged just now. */
    void acknowledged(String outboxId) {
        acked.add(new Acked(outboxId, Instant.now()));
    }

    /** Whether no later line has brought a message yet. */
    synchronized boolean isOpen(int over) {
        return over == line;
    }

    /** A delivery that came over that line. */
    Delivery of(boolean again, int over) {
        return new Delivery() {
            @Override
            public boolean fromQueue() {
                return true;
            }

            @Override
            public boolean isRepeat() {
                return again;
            }

            @Override
            public boolean mayBe(String outboxId) {
                return lines.getOrDefault(outboxId, -1) != over;
            }

            @Override
            public void storing(String outboxId) {
                lines.put(outboxId, over);
            }

            @Override
            public void notStored(String outboxId) {
                lines.remove(outboxId);
            }
        };
    }

    private void forgetSettled() {
        List<String> ids = forgetting ? List.of() : settled();
        if (ids.isEmpty()) {
            return;
        }
        forgetting = true;
        store.forget(ids).eventually(() -> forgetting = false).subscribe().with(done -> goOn(ids), failure -> {
            LOG.debugf("Digests are forgotten later: %s", failure);
            ids.forEach(id -> acked.add(new Acked(id, Instant.now())));
        });
    }

    private void goOn(List<String> forgotten) {
        forgotten.forEach(lines::remove);
        forgetSettled();
    }

    private List<String> settled() {
        Instant now = Instant.now();
        List<String> ids = new ArrayList<>();
        if (now.isBefore(lastRedelivered.plus(AFTER_REDELIVERY))) {
            return ids;
        }
        while (ids.size() < BATCH && !acked.isEmpty() && isSettled(acked.peek(), now)) {
            ids.add(acked.poll().outboxId());
        }
        return ids;
    }

    private boolean isSettled(Acked ack, Instant now) {
        return ack.at().isBefore(now.minus(SETTLED_AFTER)) && ack.at().isBefore(lastNew.minus(LINE_PROVEN_AFTER));
    }
}
