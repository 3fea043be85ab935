package com.altimacrm.email.outbox.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Recognises a redelivered message that carried no id: a row keeps the message's digest until the broker has surely
 * processed the acknowledgement, and each redelivered copy is matched with one such row.
 *
 * <p>So two equal messages that a CRM meant to send both go out, and one message that the broker delivers twice goes
 * out once (docs/adr/0005).
 */
@ApplicationScoped
public class RedeliveryStore {
    private static final String FIND =
            """
            select id, redelivery_claimed_at is null
                or redelivery_claimed_at < utc_timestamp(6) - interval ? microsecond as free
            from outbox where redelivery_digest = ? and tenant_id = ?
              and created_at > utc_timestamp(6) - interval 1 day order by id limit 100 for update""";
    private static final String CLAIM = "update outbox set redelivery_claimed_at = utc_timestamp(6) where id = ?";
    private static final String FORGET =
            "update outbox set redelivery_digest = null, redelivery_claimed_at = null where id = ?";

    private final Pool pool;

    RedeliveryStore(Pool pool) {
        this.pool = pool;
    }

    /** What a redelivered message turned out to be. */
    public enum Verdict {
        /** Nothing of the kind is stored: the first delivery never got as far. */
        NEW,
        /** It is the stored row. */
        KNOWN,
        /** Equal messages are being recognised elsewhere right now: ask again later. */
        UNDECIDED
    }

    /** The verdict, and the row for {@link Verdict#KNOWN}. */
    public record Match(Verdict verdict, String outboxId) {}

    /**
     * Matches one redelivered message with one row.
     *
     * @param candidates which rows, by id, may be the message's at all
     * @param stale after this time a match that was never confirmed may be made again
     */
    public Uni<Match> match(String tenantId, String digest, Predicate<String> candidates, Duration stale) {
        return Sql.inTransaction(pool, connection -> connection
                .preparedQuery(FIND)
                .execute(Sql.tuple(Sql.micros(stale), digest, tenantId))
                .chain(rows -> match(connection, rows, candidates)));
    }

    /** Forgets the digests of rows whose message the broker will not deliver again. */
    public Uni<Void> forget(List<String> outboxIds) {
        return Sql.inTransaction(
                pool,
                connection -> Sql.batch(
                        connection, FORGET, outboxIds.stream().map(Sql::tuple).toList()));
    }

    private static Uni<Match> match(SqlConnection connection, RowSet<Row> rows, Predicate<String> candidates) {
        Verdict otherwise = Verdict.NEW;
        for (Row row : rows) {
            String id = row.getString("id");
            if (!candidates.test(id)) {
                continue;
            }
            if (row.getInteger("free") == 1) {
                return connection.preparedQuery(CLAIM).execute(Sql.tuple(id)).replaceWith(new Match(Verdict.KNOWN, id));
            }
            otherwise = Verdict.UNDECIDED;
        }
        return Uni.createFrom().item(new Match(otherwise, null));
    }
}
