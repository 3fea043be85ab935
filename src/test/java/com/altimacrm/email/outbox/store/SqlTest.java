package com.altimacrm.email.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mysqlclient.MySQLBatchException;
import io.vertx.mysqlclient.MySQLException;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final MySQLException DUPLICATE = new MySQLException("Duplicate entry", 1062, "23000");
    private static final MySQLException DEADLOCK = new MySQLException("Deadlock found", 1213, "40001");
    private static final MySQLException TOO_LONG = new MySQLException("Data too long", 1406, "22001");

    @Test
    void aKnownKeyIsSeenAloneAndWithinABatch() {
        assertThat(Sql.isDuplicate(DUPLICATE)).isTrue();
        assertThat(Sql.isDuplicate(batch(DUPLICATE))).isTrue();
        assertThat(Sql.isDuplicate(batch(TOO_LONG))).isFalse();
    }

    @Test
    void aDeadlockWithinABatchIsContentionAndNoFaultOfTheData() {
        assertThat(Sql.isContention(batch(TOO_LONG, DEADLOCK))).isTrue();
        assertThat(Sql.isRefusal(batch(TOO_LONG, DEADLOCK))).isFalse();
    }

    @Test
    void dataTheServerRefusesWithinABatchIsARefusalButALostLineIsNot() {
        assertThat(Sql.isRefusal(batch(TOO_LONG))).isTrue();
        assertThat(Sql.isRefusal(batch(new NoStackTraceThrowable("Connection is closed"))))
                .isFalse();
    }

    private static MySQLBatchException batch(Throwable... failures) {
        MySQLBatchException batch = new MySQLBatchException();
        for (int i = 0; i < failures.length; i++) {
            batch.reportError(i, failures[i]);
        }
        return batch;
    }
}
