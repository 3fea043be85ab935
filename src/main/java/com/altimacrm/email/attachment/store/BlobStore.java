package com.altimacrm.email.attachment.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.mysqlclient.MySQLException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * Content by tenant and digest, in pieces of 512 KiB so that a statement fits any {@code max_allowed_packet}.
 *
 * <p>All pieces are written in one transaction, so a crash leaves none; a blob with another number of pieces than its
 * size asks for was damaged otherwise, counts as absent, and is replaced by the next {@link #put}.
 */
@ApplicationScoped
public class BlobStore {
    private static final int PIECE = 512 * 1024;
    private static final int PIECES_AT_ONCE = 8;
    private static final Set<Integer> LOCK_CONFLICTS = Set.of(1205, 1213);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(50);
    private static final String COUNT =
            "select count(*) as pieces from attachment_chunks where tenant_id = ? and sha256 = ?";
    private static final String DROP = "delete from attachment_chunks where tenant_id = ? and sha256 = ?";
    private static final String ADD =
            "insert ignore into attachment_chunks (tenant_id, sha256, seq, data) values (?, ?, ?, ?)";
    private static final String READ = "select data from attachment_chunks where tenant_id = ? and sha256 = ?"
            + " and seq >= ? and seq < ? order by seq";

    private final Pool pool;

    /** @param pool where the table attachment_chunks is */
    public BlobStore(Pool pool) {
        this.pool = pool;
    }

    /** Keeps content; does nothing when it is there with all its pieces. Safe to call twice at once. */
    public Uni<Void> put(String tenantId, String sha256, byte[] content) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(tenantId, sha256))
                .map(BlobStore::pieces)
                .chain(found -> found == pieces(content.length)
                        ? Uni.createFrom().voidItem()
                        : write(tenantId, sha256, content, found > 0));
    }

    /** Keeps content in place of whatever is there under its digest. */
    public Uni<Void> replace(String tenantId, String sha256, byte[] content) {
        return write(tenantId, sha256, content, true);
    }

    /**
     * The content, its length checked; the caller checks the digest.
     *
     * @param size how long it must be, in bytes
     * @return null when it is not there in this length
     */
    public Uni<byte[]> read(String tenantId, String sha256, long size) {
        byte[] content = new byte[Math.toIntExact(size)];
        return Multi.createFrom()
                .iterable(() -> java.util.stream.IntStream.iterate(0, s -> s < pieces(size), s -> s + PIECES_AT_ONCE)
                        .iterator())
                .onItem()
                .transformToUniAndConcatenate(from -> readGroup(tenantId, sha256, from, content))
                .collect()
                .with(java.util.stream.Collectors.summingLong(Integer::longValue))
                .map(read -> read == size ? content : null);
    }

    private Uni<Integer> readGroup(String tenantId, String sha256, int from, byte[] content) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(tenantId, sha256, from, from + PIECES_AT_ONCE))
                .map(rows -> copy(rows, from * PIECE, content));
    }

    /** How many bytes were copied; counts, but does not copy, what would not fit. */
    private static int copy(RowSet<Row> rows, int start, byte[] content) {
        int at = start;
        for (Row row : rows) {
            Buffer piece = row.getBuffer("data");
            if (at + piece.length() <= content.length) {
                piece.getBytes(content, at);
            }
            at += piece.length();
        }
        return at - start;
    }

    private Uni<Void> write(String tenantId, String sha256, byte[] content, boolean afresh) {
        return pool.withTransaction(connection -> dropped(connection, tenantId, sha256, afresh)
                        .chain(() -> add(connection, tenantId, sha256, content)))
                .onFailure(BlobStore::lockConflict)
                .retry()
                .withBackOff(LOCK_PAUSE)
                .atMost(5);
    }

    private static Uni<Void> dropped(SqlConnection connection, String tenantId, String sha256, boolean afresh) {
        return afresh
                ? connection
                        .preparedQuery(DROP)
                        .execute(Tuple.of(tenantId, sha256))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static Uni<Void> add(SqlConnection connection, String tenantId, String sha256, byte[] content) {
        return Multi.createFrom()
                .range(0, pieces(content.length))
                .onItem()
                .transformToUniAndConcatenate(seq ->
                        connection.preparedQuery(ADD).execute(Tuple.of(tenantId, sha256, seq, piece(content, seq))))
                .onItem()
                .ignoreAsUni();
    }

    private static Buffer piece(byte[] content, int seq) {
        int start = seq * PIECE;
        return Buffer.buffer(Arrays.copyOfRange(content, start, Math.min(content.length, start + PIECE)));
    }

    private static int pieces(RowSet<Row> counted) {
        return counted.iterator().next().getInteger("pieces");
    }

    /** An empty file has one empty piece, so that it can be told from none. */
    private static int pieces(long size) {
        return (int) Math.max(1, (size + PIECE - 1) / PIECE);
    }

    private static boolean lockConflict(Throwable failure) {
        return failure instanceof MySQLException && LOCK_CONFLICTS.contains(((MySQLException) failure).getErrorCode());
    }
}
