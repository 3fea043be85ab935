package com.altimacrm.email.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mysqlclient.MySQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseFaultsTest {
    @Test
    void linesLostUnderSeveralStatementsMeanThatTheDatabaseIsAway() {
        Throwable lost = new NoStackTraceThrowable("Connection is not active now, current status: CLOSED");

        assertThat(DatabaseFaults.isAway(lost)).isTrue();
        assertThat(DatabaseFaults.isAway(new CompositeException(List.of(lost, lost))))
                .isTrue();
    }

    @Test
    void aDatabaseThatSaysNothingIsAway() {
        assertThat(DatabaseFaults.isAway(new io.smallrye.mutiny.TimeoutException()))
                .isTrue();
        assertThat(DatabaseFaults.isAway(new java.util.concurrent.TimeoutException()))
                .isTrue();
    }

    @Test
    void refusedDataIsAFaultOfOurs() {
        Throwable tooLong = new MySQLException("Data too long", 1406, "22001");

        assertThat(DatabaseFaults.isAway(new CompositeException(List.of(tooLong))))
                .isFalse();
    }
}
