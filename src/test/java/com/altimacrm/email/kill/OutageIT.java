package com.altimacrm.email.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Broker and database go away under load and come back: nothing is lost, nothing is sent twice. */
class OutageIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int LOAD = 500;

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open("outage");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @AfterEach
    void restore() {
        stage.databaseProxy().restore();
        stage.brokerProxy().restore();
    }

    @Test
    void withoutTheBrokerMailIsAcceptedAndSent() {
        CompletableFuture<Void> load = stage.traffic().rest(LOAD);
        stage.awaitArrived(50);

        stage.brokerProxy().cut();

        load.join();
        stage.ledger().awaitAllFinished(LIMIT);
        assertThat(stage.service().status("/q/health/live")).isEqualTo(200);
        assertThat(stage.service().get("/q/health/ready")).contains("degraded");
        stage.brokerProxy().restore();
        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    void aBrokerThatComesAndGoesUnderLoadLosesNothing() {
        CompletableFuture<Void> rest = stage.traffic().rest(LOAD);
        for (int i = 0; i < 3; i++) {
            stage.traffic().amqp(100);
            stage.traffic().amqpAnonymous(20, 2);
            stage.brokerProxy().cut();
            stage.brokerProxy().restore();
            stage.awaitConsumer();
        }

        rest.join();

        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    void withoutTheDatabaseTheAnswerIs503AndNothingIsHalfDone() {
        CompletableFuture<Void> load = stage.traffic().rest(LOAD);
        stage.awaitArrived(100);
        stage.databaseProxy().cut();

        int status = stage.traffic().postOnce();

        assertThat(status).isEqualTo(503);
        assertThat(stage.service().status("/q/health/live")).isEqualTo(200);
        await("readiness tells").atMost(LIMIT).until(() -> stage.service().status("/q/health/ready") == 503);
        stage.databaseProxy().restore();
        load.join();
        stage.traffic().amqp(100);
        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    void mailsUnderWayWhileTheDatabaseIsAwayAreNotSentTwice() {
        CompletableFuture<Void> load = stage.traffic().rest(LOAD);
        stage.traffic().amqp(200);
        for (int i = 0; i < 3; i++) {
            stage.awaitArrived(100);
            stage.databaseProxy().cut();
            stage.awaitNotReady();
            stage.databaseProxy().restore();
            stage.service().awaitReady();
        }

        load.join();

        stage.assertEachArrivedOnce(LIMIT);
        assertThat(stage.ledger().repeated()).isEmpty();
    }

    @Test
    void aDatabaseThatSaysNothingIsNotWaitedForWithoutEnd() {
        CompletableFuture<Void> load = stage.traffic().rest(LOAD);
        stage.awaitArrived(100);
        stage.databaseProxy().holdAll();

        int status = stage.traffic().postOnce();

        assertThat(status).isEqualTo(503);
        assertThat(stage.service().status("/q/health/live")).isEqualTo(200);
        stage.databaseProxy().cut();
        stage.databaseProxy().restore();
        load.join();
        stage.assertEachArrivedOnce(LIMIT);
    }
}
