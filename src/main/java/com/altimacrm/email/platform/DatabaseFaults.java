package com.altimacrm.email.platform;

import io.smallrye.mutiny.CompositeException;
import io.vertx.mysqlclient.MySQLBatchException;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a database that is away, or too busy, from a fault of ours. */
final class DatabaseFaults {
    private static final int MAX_DEPTH = 16;
    /** Too many connections, server shutdown, lock wait time-out, deadlock, read-only, connection killed. */
    private static final Set<Integer> PASSING = Set.of(1040, 1053, 1205, 1213, 1290, 1927, 3169);

    private DatabaseFaults() {}

    static boolean isAway(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (saysAway(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean saysAway(Throwable cause) {
        if (cause instanceof CompositeException several) {
            return several.getCauses().stream().anyMatch(DatabaseFaults::isAway);
        }
        if (cause instanceof MySQLBatchException batch) {
            return batch.getIterationError().values().stream().anyMatch(DatabaseFaults::isAway);
        }
        if (cause instanceof MySQLException refused) {
            return PASSING.contains(refused.getErrorCode());
        }
        return cause instanceof ClosedConnectionException
                || cause instanceof java.net.ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof ClosedChannelException
                || cause instanceof TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || isLostLine(cause)
                || cause instanceof IOException && "Connection reset by peer".equals(cause.getMessage());
    }

    /** The client has no type of its own for these: it waited in vain, or the line broke under the statement. */
    private static boolean isLostLine(Throwable cause) {
        String words = cause.getMessage();
        return words != null
                && cause.getClass().getName().startsWith("io.vertx.")
                && (words.equals("Timeout")
                        || words.startsWith("Connection pool reached max wait queue")
                        || words.startsWith("Connection is closed")
                        || words.startsWith("Connection is not active now"));
    }
}
