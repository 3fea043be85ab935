package com.altimacrm.email.outbox.store;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.mysqlclient.MySQLBatchException;
import io.vertx.mysqlclient.MySQLException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Small helpers around the reactive SQL client. Columns of type datetime hold UTC. */
final class Sql {
    private static final int DUPLICATE_KEY = 1062;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    /** Too many connections, shutting down, read-only, interrupted: the data is not at fault. */
    private static final Set<Integer> NOT_NOW = Set.of(1040, 1053, 1290, 1317, 1792, 1836);

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** After a broken line the pool sometimes never answers; whoever waits must not wait for ever. */
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);

    private static final Duration ROLLBACK_LIMIT = Duration.ofSeconds(2);
    /** The client keeps no prepared statement whose text is longer than 2048 characters. */
    private static final int MAX_REMEMBERED_SQL = 2000;

    private static final int MAX_ROWS = 64;
    private static final int LONG_TEXT = 32 * 1024;

    private Sql() {}

    static Tuple tuple(Object... values) {
        return Tuple.tuple(Arrays.asList(values));
    }

    /**
     * Runs the work in a transaction of its own: all of it is committed, or none.
     *
     * <p>Its statements may go down the line back to back. The session's autocommit is off meanwhile: a deadlock makes
     * the server roll back at once, and what is already on the line behind it would otherwise be committed statement by
     * statement. Whoever gives up waiting does not break off the work, so a connection never goes back to the pool in
     * the middle of it.
     */
    static <T> Uni<T> inTransaction(Pool pool, Function<SqlConnection, Uni<T>> work) {
        // Each try is one of its own: a retry must not find the earlier one given up.
        return Uni.createFrom().deferred(() -> attempted(pool, work));
    }

    private static <T> Uni<T> attempted(Pool pool, Function<SqlConnection, Uni<T>> work) {
        AtomicBoolean givenUp = new AtomicBoolean();
        return Uni.createFrom()
                .<T>emitter(emitter -> pool.withConnection(connection -> givenUp.get()
                                ? Uni.createFrom().<T>failure(new TimeoutException())
                                : transaction(connection, work))
                        .subscribe()
                        .with(emitter::complete, emitter::fail))
                .ifNoItem()
                .after(LIMIT.plus(WAIT_FOR_CONNECTION))
                .fail()
                .onFailure()
                .invoke(() -> givenUp.set(true));
    }

    private static <T> Uni<T> transaction(SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        Uni<Optional<T>> done = begun(connection, work)
                .call(() -> end(connection, "commit"))
                .ifNoItem()
                .after(LIMIT)
                .fail();
        return Uni.join()
                .first(List.of(done, lost(connection)))
                .toTerminate()
                .onFailure()
                .call(() -> rollBack(connection))
                .map(result -> result.orElse(null));
    }

    private static <T> Uni<Optional<T>> begun(SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        return Uni.combine()
                .all()
                .unis(
                        statement(connection, "set autocommit = 0"),
                        Uni.createFrom().deferred(() -> work.apply(connection)))
                .collectFailures()
                .with((begun, result) -> Optional.ofNullable(result));
    }

    /** Fails when the line breaks; the client forgets to tell some of the statements that were on it. */
    private static <T> Uni<Optional<T>> lost(SqlConnection connection) {
        return Uni.createFrom()
                .emitter(emitter -> connection.closeHandler(() -> emitter.fail(new ClosedChannelException())));
    }

    /** Never fails. What goes down the line next comes behind it, so it need not be waited for for long. */
    private static Uni<Void> rollBack(SqlConnection connection) {
        return end(connection, "rollback")
                .ifNoItem()
                .after(ROLLBACK_LIMIT)
                .fail()
                .onFailure()
                .recoverWithNull();
    }

    private static Uni<Void> end(SqlConnection connection, String how) {
        return together(List.of(statement(connection, how), statement(connection, "set autocommit = 1")));
    }

    private static Uni<Void> statement(SqlConnection connection, String sql) {
        return connection.query(sql).execute().replaceWithVoid();
    }

    /** Runs one statement once per tuple; the wire carries them back to back. */
    static Uni<Void> batch(SqlConnection connection, String sql, List<Tuple> tuples) {
        return tuples.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(sql).executeBatch(tuples).replaceWithVoid();
    }

    /**
     * Inserts many rows in few statements: each carries a power of two of rows, so that few prepared statements serve
     * batches of any size. Rows with long texts go alone, so that no statement outgrows the server's packet limit.
     *
     * @param head {@code insert into t (…) values}
     * @param row the row's marks in parentheses
     */
    static Uni<Void> insert(SqlConnection connection, String head, String row, List<Tuple> rows) {
        List<Uni<Void>> statements = new ArrayList<>();
        List<Tuple> shorts = new ArrayList<>();
        for (Tuple tuple : rows) {
            if (isLong(tuple)) {
                statements.add(insertTogether(connection, head, row, List.of(tuple)));
            } else {
                shorts.add(tuple);
            }
        }
        int most = rowsPerStatement(head, row);
        for (int from = 0, size; from < shorts.size(); from += size) {
            size = Math.min(most, Integer.highestOneBit(shorts.size() - from));
            statements.add(insertTogether(connection, head, row, shorts.subList(from, from + size)));
        }
        return statements.isEmpty() ? Uni.createFrom().voidItem() : together(statements);
    }

    private static Uni<Void> insertTogether(SqlConnection connection, String head, String row, List<Tuple> rows) {
        List<Object> values = new ArrayList<>();
        rows.forEach(tuple -> {
            for (int i = 0; i < tuple.size(); i++) {
                values.add(tuple.getValue(i));
            }
        });
        String sql = head + " " + (row + ",").repeat(rows.size() - 1) + row;
        return connection.preparedQuery(sql).execute(Tuple.tuple(values)).replaceWithVoid();
    }

    private static int rowsPerStatement(String head, String row) {
        int fitting = (MAX_REMEMBERED_SQL - head.length()) / (row.length() + 1);
        return Integer.highestOneBit(Math.max(1, Math.min(MAX_ROWS, fitting)));
    }

    private static boolean isLong(Tuple tuple) {
        int length = 0;
        for (int i = 0; i < tuple.size(); i++) {
            length += tuple.getValue(i) instanceof String text ? text.length() : 0;
        }
        return length > LONG_TEXT;
    }

    /** As {@link #batch}, answering how many rows each tuple matched. */
    static Uni<List<Integer>> counts(SqlConnection connection, String sql, List<Tuple> tuples) {
        if (tuples.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection.preparedQuery(sql).executeBatch(tuples).map(Sql::rowCounts);
    }

    /** Runs the statements back to back on one connection and waits for all of them, whether they fail or not. */
    static Uni<Void> together(List<Uni<Void>> statements) {
        return Uni.combine().all().unis(statements).collectFailures().discardItems();
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
        return codes(failure).anyMatch(code -> code == DUPLICATE_KEY);
    }

    /** Whether the server rolled the transaction back for the sake of another one: trying again is right. */
    static boolean isContention(Throwable failure) {
        return codes(failure).anyMatch(code -> code == DEADLOCK || code == LOCK_WAIT_TIMEOUT);
    }

    /** Whether the server refused the data itself, not the connection. */
    static boolean isRefusal(Throwable failure) {
        return codes(failure).findAny().isPresent()
                && !isContention(failure)
                && codes(failure).noneMatch(NOT_NOW::contains);
    }

    /** The server's error numbers; statements that went down the line together have several. */
    private static IntStream codes(Throwable failure) {
        if (failure instanceof CompositeException several) {
            return several.getCauses().stream().flatMapToInt(Sql::codes);
        }
        if (failure instanceof MySQLBatchException batch) {
            return batch.getIterationError().values().stream().flatMapToInt(Sql::codes);
        }
        return failure instanceof MySQLException error ? IntStream.of(error.getErrorCode()) : IntStream.empty();
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
