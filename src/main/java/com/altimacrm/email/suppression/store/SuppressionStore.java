package com.altimacrm.email.suppression.store;

import com.altimacrm.email.message.UuidV7;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.suppression.Suppression;
import com.altimacrm.email.suppression.SuppressionFilter;
import com.altimacrm.email.suppression.SuppressionPage;
import com.altimacrm.email.suppression.SuppressionReason;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Reads and writes the suppression list; every statement names the tenant. */
@ApplicationScoped
public class SuppressionStore {
    private static final int COUNTED = 10_000;
    /** Two entries become one: the stronger reason stays, and the later end. */
    private static final String ADD =
            """
            insert into suppressions (id, tenant_id, address, reason, source, note, user_id, created_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, utc_timestamp(6), ?)
            on duplicate key update
              note = coalesce(?, note),
              reason = case when field(?, 'manual', 'unsubscribe', 'hard_bounce', 'complaint')
                > field(reason, 'manual', 'unsubscribe', 'hard_bounce', 'complaint') then ? else reason end,
              expires_at = case when expires_at is null or ? is null then null else greatest(expires_at, ?) end""";

    private static final String COLUMNS =
            "select id, tenant_id, address, reason, source, note, user_id, created_at, expires_at from suppressions";

    private final Pool pool;

    SuppressionStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Puts addresses on a tenant's list; one that is there keeps the stronger reason and the later end.
     *
     * @param entry what to note with each; its id and address are not looked at
     * @return the entries as they are now, by address; fails with {@link InvalidInput} when there is no such tenant
     */
    public Uni<List<Suppression>> add(List<String> addresses, Suppression entry) {
        List<String> sorted = List.copyOf(
                new TreeSet<>(addresses.stream().map(SuppressionStore::normal).toList()));
        List<Tuple> rows = sorted.stream().map(address -> row(address, entry)).toList();
        return pool.preparedQuery("select 1 from tenants where tenant_id = ?")
                .execute(Tuple.of(entry.tenantId()))
                .invoke(found -> checkTenant(found, entry.tenantId()))
                .chain(() -> pool.preparedQuery(ADD).executeBatch(rows))
                .chain(() -> find(entry.tenantId(), sorted));
    }

    /** One page, the newest first. */
    public Uni<SuppressionPage> list(SuppressionFilter filter) {
        Tuple tuple = Tuple.tuple().addString(filter.tenantId());
        StringBuilder where = new StringBuilder(" where tenant_id = ?");
        if (filter.reason() != null) {
            where.append(" and reason = ?");
            tuple.addString(filter.reason().wireName());
        }
        if (filter.search() != null) {
            where.append(" and instr(address, ?) > 0");
            tuple.addString(normal(filter.search()));
        }
        int offset = (filter.page() - 1) * filter.perPage();
        Uni<RowSet<Row>> rows = pool.preparedQuery(COLUMNS + where + " order by created_at desc, id desc limit "
                        + filter.perPage() + " offset " + offset)
                .execute(tuple);
        Uni<Long> count = pool.preparedQuery("select count(*) as n from (select 1 from suppressions" + where + " limit "
                        + (COUNTED + 1) + ") counted")
                .execute(tuple)
                .map(found -> found.iterator().next().getLong("n"));
        return Uni.combine()
                .all()
                .unis(rows, count)
                .with((found, n) -> new SuppressionPage(read(found), Math.min(n, COUNTED), n > COUNTED));
    }

    /**
     * Takes an entry off the list.
     *
     * @param tenantId whose it must be; empty for any
     * @return fails with {@link NotFound} when there is no such entry
     */
    public Uni<Void> remove(Optional<String> tenantId, String id) {
        String sql = "delete from suppressions where id = ?" + (tenantId.isPresent() ? " and tenant_id = ?" : "");
        Tuple tuple = Tuple.tuple().addString(id);
        tenantId.ifPresent(tuple::addString);
        return pool.preparedQuery(sql)
                .execute(tuple)
                .invoke(done -> {
                    if (done.rowCount() == 0) {
                        throw new NotFound("There is no suppression '" + id + "'.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<List<Suppression>> find(String tenantId, List<String> addresses) {
        String marks = String.join(",", java.util.Collections.nCopies(addresses.size(), "?"));
        Tuple tuple = Tuple.tuple().addString(tenantId);
        addresses.forEach(tuple::addString);
        return pool.preparedQuery(COLUMNS + " where tenant_id = ? and address in (" + marks + ") order by address")
                .execute(tuple)
                .map(SuppressionStore::read);
    }

    private static void checkTenant(RowSet<Row> found, String tenantId) {
        if (found.size() == 0) {
            throw new InvalidInput("tenant_id", "There is no tenant '" + tenantId + "'.");
        }
    }

    private static Tuple row(String address, Suppression entry) {
        String reason = entry.reason().wireName();
        LocalDateTime end =
                entry.expiresAt() == null ? null : LocalDateTime.ofInstant(entry.expiresAt(), ZoneOffset.UTC);
        return Tuple.tuple()
                .addString(UuidV7.nextText())
                .addString(entry.tenantId())
                .addString(address)
                .addString(reason)
                .addString(entry.source())
                .addString(entry.note())
                .addString(entry.userId())
                .addLocalDateTime(end)
                .addString(entry.note())
                .addString(reason)
                .addString(reason)
                .addLocalDateTime(end)
                .addLocalDateTime(end);
    }

    /** Mailboxes that differ in case only are one, whatever RFC 5321 allows: nobody keeps two. */
    private static String normal(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    private static List<Suppression> read(RowSet<Row> rows) {
        List<Suppression> items = new ArrayList<>();
        rows.forEach(row -> items.add(new Suppression(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("address"),
                SuppressionReason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)),
                row.getString("source"),
                row.getString("note"),
                row.getString("user_id"),
                instant(row, "created_at"),
                instant(row, "expires_at"))));
        return items;
    }

    private static Instant instant(Row row, String column) {
        LocalDateTime at = row.getLocalDateTime(column);
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }
}
