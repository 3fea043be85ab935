package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.Publication;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Messages owed to the broker: taken under a short lease by one replica, ticked off on the publisher confirm. */
@ApplicationScoped
public class PublicationStore {
    static final String INSERT =
            """
            insert into publications (tenant_id, queue_name, payload, headers, due_at, created_at)
            values (?, ?, ?, ?, utc_timestamp(6), utc_timestamp(6))""";

    private static final String TAKE =
            """
            select id, queue_name, payload, headers from publications
            where due_at <= utc_timestamp(6) order by due_at, id limit ? for update skip locked""";
    private static final String LEASE =
            "update publications set due_at = utc_timestamp(6) + interval ? microsecond where id = ?";
    private static final String TICK_OFF = "delete from publications where id = ?";

    private final Pool pool;

    PublicationStore(Pool pool) {
        this.pool = pool;
    }

    /** A publication with the id to tick it off by. */
    public record Owed(long id, Publication publication) {}

    static Tuple row(String tenantId, Publication owed) {
        return Sql.tuple(tenantId, owed.queue(), owed.payload(), HeadersJson.write(owed.headers()));
    }

    /** Takes up to {@code limit} due publications; nobody else takes them for the length of the lease. */
    public Uni<List<Owed>> take(int limit, Duration lease) {
        return Sql.inTransaction(pool, connection -> connection
                .preparedQuery(TAKE)
                .execute(Sql.tuple(limit))
                .map(rows -> {
                    List<Owed> owed = new ArrayList<>();
                    rows.forEach(row -> owed.add(new Owed(
                            row.getLong("id"),
                            new Publication(
                                    row.getString("queue_name"),
                                    row.getString("payload"),
                                    HeadersJson.read(row.getString("headers"))))));
                    return owed;
                })
                .call(owed -> lease(connection, owed, lease)));
    }

    /** Forgets a publication the broker has confirmed. */
    public Uni<Void> tickOff(long id) {
        return pool.preparedQuery(TICK_OFF).execute(Sql.tuple(id)).replaceWithVoid();
    }

    private static Uni<Void> lease(SqlConnection connection, List<Owed> owed, Duration lease) {
        return Sql.batch(
                connection,
                LEASE,
                owed.stream().map(one -> Sql.tuple(Sql.micros(lease), one.id())).toList());
    }
}
