package com.altimacrm.email.outbox;

import com.altimacrm.email.flow.Batcher;
import com.altimacrm.email.outbox.store.AcceptStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Takes responsibility for mail: once {@link #accept} answers, the mail is durable and on its way. */
@ApplicationScoped
public class Outbox {
    private static final Duration WATCH_EVERY = Duration.ofMillis(50);

    private final Batcher<NewMail, Receipt> writes;
    private final AcceptStore store;
    private final Doorbell doorbell;

    Outbox(AcceptStore store, Doorbell doorbell, OutboxConfig config) {
        this.store = store;
        this.doorbell = doorbell;
        this.writes = new Batcher<>(
                config.maxBatch(), config.maxInFlight(), config.maxWaiting(), store::accept, AcceptStore::isBadMail);
    }

    /**
     * Stores the mail and rings for it. The same submission key gives the first receipt again, marked as replayed.
     *
     * @return the receipt, after the commit
     */
    public Uni<Receipt> accept(NewMail mail) {
        return writes.add(mail).invoke(receipt -> {
            if (!receipt.replayed() && mail.scheduledAt() == null) {
                doorbell.ring(new MailReference(mail.id(), mail.tenantId(), mail.providerId()));
            }
        });
    }

    /** The receipt of a stored mail. */
    public Uni<Receipt> get(String tenantId, String outboxId) {
        return store.get(tenantId, outboxId);
    }

    /**
     * The mail's receipt once it has ended or failed an attempt, or as it is when the time is over.
     *
     * @param atMost how long to watch
     */
    public Uni<MailProgress> watch(String tenantId, String outboxId, Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        return store.progress(tenantId, outboxId)
                .onItem()
                .delayIt()
                .by(WATCH_EVERY)
                .repeat()
                .until(progress -> progress.isDecided() || Instant.now().isAfter(end))
                .collect()
                .last()
                .chain(last -> store.progress(tenantId, outboxId));
    }
}
