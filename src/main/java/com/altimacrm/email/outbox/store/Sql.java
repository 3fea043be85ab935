package com.altimacrm.email.outbox.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.mysqlclient.MySQLBatchException;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Small helpers around the reactive SQL client. Columns of type datetime hold UTC. */
final class Sql {
    private static final int DUPLICATE_KEY = 1062;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;

    private Sql() {}

    static Tuple tuple(Object... values) {
        return Tuple.tuple(Arrays.asList(values));
    }

    /** Runs one statement once per tuple; the wire carries them back to back. */
    static Uni<Void> batch(SqlConnection connection, String sql, List<Tuple> tuples) {
        return tuples.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(sql).executeBatch(tuples).replaceWithVoid();
    }

    /** As {@link #batch}, answering how many rows each tuple matched. */
    static Uni<List<Integer>> counts(SqlConnection connection, String sql, List<Tuple> tuples) {
        if (tuples.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection.preparedQuery(sql).executeBatch(tuples).map(Sql::rowCounts);
    }

    /** Runs the statements back to back on one connection and waits for all of them. */
    static Uni<Void> together(List<Uni<Void>> statements) {
        return Uni.combine().all().unis(statements).discardItems();
    }

    /** {@code ?,?,…} for the next power of two, so that few statements serve lists of any length. */
    static String marks(int size) {
        return "?,".repeat(padded(size) - 1) + "?";
    }

    /** The ids, the last one repeated to the length {@link #marks} made room for, after the given values. */
    static Tuple ids(List<String> ids, Object... before) {
        List<Object> values = new ArrayList<>(Arrays.asList(before));
        values.addAll(ids);
        for (int i = ids.size(); i < padded(ids.size()); i++) {
            values.add(ids.get(ids.size() - 1));
        }
        return Tuple.tuple(values);
    }

    static LocalDateTime utc(Instant at) {
        return at == null ? null : LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        LocalDateTime at = row.getLocalDateTime(column);
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }

    static long micros(Duration wait) {
        return wait.toNanos() / 1000;
    }

    static boolean isDuplicate(Throwable failure) {
        return parts(failure).stream().anyMatch(part -> hasCode(part, DUPLICATE_KEY));
    }

    /** Whether the server rolled the transaction back for the sake of another one: trying again is right. */
    static boolean isContention(Throwable failure) {
        return parts(failure).stream().anyMatch(part -> hasCode(part, DEADLOCK) || hasCode(part, LOCK_WAIT_TIMEOUT));
    }

    /** Whether the server refused the data itself, not the connection. */
    static boolean isRefusal(Throwable failure) {
        return parts(failure).stream().allMatch(MySQLException.class::isInstance) && !isContention(failure);
    }

    /** The failure itself; of a batch, the failures of its single statements, which it holds beside its causes. */
    private static Collection<Throwable> parts(Throwable failure) {
        return failure instanceof MySQLBatchException batch
                ? batch.getIterationError().values()
                : List.of(failure);
    }

    private static boolean hasCode(Throwable failure, int code) {
        return failure instanceof MySQLException error && error.getErrorCode() == code;
    }

    private static int padded(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    private static List<Integer> rowCounts(RowSet<Row> first) {
        List<Integer> counts = new ArrayList<>();
        for (RowSet<Row> set = first; set != null; set = set.next()) {
            counts.add(set.rowCount());
        }
        return counts;
    }
}
