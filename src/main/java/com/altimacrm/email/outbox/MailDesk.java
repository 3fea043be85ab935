package com.altimacrm.email.outbox;

import com.altimacrm.email.outbox.store.DeskStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * Changes single mails by hand, as long as nobody is sending them: withdraw, move to another time, send once more.
 *
 * <p>Each fails with {@link com.altimacrm.email.problem.NotFound} when the tenant has no such mail, and with {@link
 * com.altimacrm.email.problem.WrongState} when the mail is past that.
 */
@ApplicationScoped
public class MailDesk {
    private final DeskStore store;
    private final Doorbell doorbell;

    MailDesk(DeskStore store, Doorbell doorbell) {
        this.store = store;
        this.doorbell = doorbell;
    }

    /**
     * Withdraws a mail that waits and has reached nobody.
     *
     * @param tenantId whose it must be; empty for any
     * @param userId who wants it, for the timeline
     */
    public Uni<Void> cancel(Optional<String> tenantId, String id, String userId) {
        return store.cancel(tenantId, id, userId);
    }

    /**
     * Moves a mail that has had no attempt.
     *
     * @param at when it may go out; null for now
     */
    public Uni<Void> reschedule(Optional<String> tenantId, String id, Instant at, String userId) {
        Uni<MailReference> moved = store.reschedule(tenantId, id, at, userId);
        return (at == null ? moved.invoke(doorbell::ring) : moved).replaceWithVoid();
    }

    /** Sends a mail once more to everybody it has not reached, with its Message-ID; it counts as one more attempt. */
    public Uni<Void> resend(Optional<String> tenantId, String id, String userId) {
        return store.resend(tenantId, id, userId).invoke(doorbell::ring).replaceWithVoid();
    }
}
