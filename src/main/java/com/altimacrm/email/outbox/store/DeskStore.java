package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.MailEvent;
import com.altimacrm.email.outbox.MailReference;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.problem.WrongState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes by hand to a row that nobody holds; row, recipients, timeline and totals in one transaction. */
@ApplicationScoped
public class DeskStore {
    private static final Set<String> WAITING = Set.of("pending", "queued");
    private static final Set<String> REPEATABLE = Set.of("failed", "uncertain", "cancelled");

    private static final String LOCK =
            """
            select o.id, o.tenant_id, o.provider_id, o.status, o.lease_owner, o.retry_count,
              (select count(*) from outbox_recipients r where r.outbox_id = o.id and r.status = 'sent') as reached
            from outbox o where o.id = ? and (? is null or o.tenant_id = ?) for update""";
    private static final String CANCEL =
            """
            update outbox set status = 'cancelled', queue_processed = true, due_at = null,
              updated_at = utc_timestamp(6) where id = ?""";
    private static final String CANCEL_RECIPIENTS =
            "update outbox_recipients set status = 'cancelled' where outbox_id = ? and status = 'pending'";
    private static final String RESCHEDULE =
            """
            update outbox set scheduled_at = ?, not_before = coalesce(?, utc_timestamp(6)),
              due_at = coalesce(?, utc_timestamp(6)), updated_at = utc_timestamp(6) where id = ?""";
    private static final String RESEND =
            """
            update outbox set status = 'pending', retry_count = retry_count + 1, error_message = null,
              queue_processed = false, not_before = utc_timestamp(6), due_at = utc_timestamp(6),
              updated_at = utc_timestamp(6) where id = ?""";
    private static final String REOPEN_RECIPIENTS =
            """
            update outbox_recipients set status = 'pending', reply = null
            where outbox_id = ? and status in ('failed', 'uncertain', 'cancelled')""";

    private final Pool pool;

    DeskStore(Pool pool) {
        this.pool = pool;
    }

    /** A locked row, as far as changes depend on it. */
    private record Locked(MailReference mail, String status, boolean held, int attempts, long reached) {
        static Locked of(Row row) {
            return new Locked(
                    new MailReference(row.getString("id"), row.getString("tenant_id"), row.getString("provider_id")),
                    row.getString("status"),
                    row.getString("lease_owner") != null,
                    row.getInteger("retry_count"),
                    row.getLong("reached"));
        }

        void checkWaits() {
            if (!WAITING.contains(status)) {
                throw new WrongState("The mail is " + status + "; only mail that waits can be changed.");
            }
            if (held) {
                throw new WrongState("The mail is being sent right now; look at its status in a moment.");
            }
        }
    }

    /** Withdraws a mail that waits and has reached nobody. */
    public Uni<Void> cancel(Optional<String> tenantId, String id, String userId) {
        return changed(tenantId, id, (connection, row) -> {
                    row.checkWaits();
                    if (row.reached() > 0) {
                        throw new WrongState(row.reached() + " of the recipients have the mail already.");
                    }
                    Counters counters = new Counters();
                    count(counters, row, "cancelled", 1);
                    return Sql.together(List.of(
                            run(connection, CANCEL, id),
                            run(connection, CANCEL_RECIPIENTS, id),
                            event(connection, row, "cancelled", userId, null),
                            counters.write(connection)));
                })
                .replaceWithVoid();
    }

    /** Moves a mail that has had no attempt; a null time means now. */
    public Uni<MailReference> reschedule(Optional<String> tenantId, String id, Instant at, String userId) {
        return changed(tenantId, id, (connection, row) -> {
            row.checkWaits();
            if (row.attempts() > 0) {
                throw new WrongState("The mail has been tried already and follows its retries; cancel it instead.");
            }
            return Sql.together(List.of(
                    run(connection, RESCHEDULE, Sql.utc(at), Sql.utc(at), Sql.utc(at), id),
                    event(connection, row, "rescheduled", userId, at == null ? "now" : at.toString())));
        });
    }

    /** Opens a mail again that ended without reaching everybody. */
    public Uni<MailReference> resend(Optional<String> tenantId, String id, String userId) {
        return changed(tenantId, id, (connection, row) -> {
            if (!REPEATABLE.contains(row.status())) {
                throw new WrongState("The mail is " + row.status()
                        + "; only failed, uncertain and cancelled mail can be sent once more.");
            }
            Counters counters = new Counters();
            count(counters, row, row.status(), -1);
            return Sql.together(List.of(
                    run(connection, RESEND, id),
                    run(connection, REOPEN_RECIPIENTS, id),
                    event(connection, row, "resent", userId, "was " + row.status()),
                    counters.write(connection)));
        });
    }

    /** What is done to a locked row. */
    private interface Change {
        Uni<Void> apply(SqlConnection connection, Locked row);
    }

    private Uni<MailReference> changed(Optional<String> tenantId, String id, Change change) {
        String tenant = tenantId.orElse(null);
        return Sql.inTransaction(pool, connection -> connection
                .preparedQuery(LOCK)
                .execute(Sql.tuple(id, tenant, tenant))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new NotFound("There is no mail '" + id + "'.");
                    }
                    return Locked.of(rows.iterator().next());
                })
                .chain(row -> change.apply(connection, row).replaceWith(row.mail())));
    }

    private static void count(Counters counters, Locked row, String metric, int amount) {
        counters.add(row.mail().tenantId(), row.mail().providerId(), metric, amount);
    }

    private static Uni<Void> run(SqlConnection connection, String sql, Object... values) {
        return Sql.batch(connection, sql, List.of(Sql.tuple(values)));
    }

    private static Uni<Void> event(SqlConnection connection, Locked row, String type, String userId, String detail) {
        MailEvent event = new MailEvent(Instant.now(), type, "user " + userId, row.attempts(), null, detail);
        return Events.insert(
                connection, List.of(Events.row(row.mail().tenantId(), row.mail().outboxId(), event)));
    }
}
