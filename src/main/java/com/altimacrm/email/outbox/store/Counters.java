package com.altimacrm.email.outbox.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Running totals per tenant, provider and day, collected over a batch and added in its transaction.
 *
 * <p>Rows are written in key order and in one random slot per batch, so that concurrent batches neither deadlock nor
 * queue up behind one row.
 */
final class Counters {
    static final String ACCEPTED = "accepted";

    private static final int SLOTS = 16;
    private static final String ADD =
            """
            insert into mail_counters (tenant_id, provider_id, day, metric, slot, amount) values (?, ?, ?, ?, ?, ?)
            on duplicate key update amount = amount + ?""";

    private final Map<String, Long> amounts = new TreeMap<>();

    void add(String tenantId, String providerId, String metric, long amount) {
        amounts.merge(String.join(" ", tenantId, providerId, metric), amount, Long::sum);
    }

    Uni<Void> write(SqlConnection connection) {
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        int slot = ThreadLocalRandom.current().nextInt(SLOTS);
        List<Tuple> rows = amounts.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> row(entry.getKey().split(" ", 3), day, slot, entry.getValue()))
                .toList();
        return Sql.batch(connection, ADD, rows);
    }

    private static Tuple row(String[] key, LocalDate day, int slot, long amount) {
        return Sql.tuple(key[0], key[1], day, key[2], slot, amount, amount);
    }
}
