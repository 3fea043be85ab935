package com.altimacrm.email.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.kill.CuttableProxy.Direction;
import com.altimacrm.email.local.SinkStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SIGKILL at each step of a mail's way, then a restart: each accepted mail arrives once. */
class KillAtEachStepIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int BURST = 300;
    /** Mails of one lane between the sink's 250 and the commit of the outcome, at most. */
    private static final int UNDER_WAY = 50;

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open("steps");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void afterTheCommitAndBeforeTheDoorbellIsPublished() {
        stage.closeSink();
        long before = stage.sink().mailCount();
        stage.brokerProxy().hold(Direction.TO_SERVER);
        stage.traffic().rest(BURST).join();

        stage.service().kill();

        assertThat(stage.sink().mailCount()).as("nothing left before the kill").isEqualTo(before);
        restartAndExpectNoRepeat();
    }

    @Test
    void afterTheDoorbellIsPublishedAndBeforeItsConfirm() {
        stage.closeSink();
        long before = stage.sink().mailCount();
        stage.brokerProxy().hold(Direction.TO_CLIENT);
        stage.traffic().rest(BURST).join();

        stage.service().kill();

        assertThat(stage.sink().mailCount()).as("nothing left before the kill").isEqualTo(before);
        restartAndExpectNoRepeat();
    }

    @Test
    void afterTheClaim() {
        stage.killAt(SinkStep.MAIL, 1);

        CompletableFuture<Void> mails = stage.traffic().rest(BURST);

        awaitDeathAndRestart();
        mails.join();
        expectNoRepeat();
    }

    @Test
    void whileTheBodyIsUnderWay() {
        stage.killAt(SinkStep.BODY, 1);

        CompletableFuture<Void> mails = stage.traffic().rest(60, "A long text. ".repeat(20_000));

        awaitDeathAndRestart();
        mails.join();
        expectNoRepeat();
    }

    @Test
    void whenTheWholeBodyHasLeft() {
        stage.killAt(SinkStep.CONTENT, 1);

        CompletableFuture<Void> mails = stage.traffic().rest(BURST);

        awaitDeathAndRestart();
        mails.join();
        expectNoRepeat();
    }

    @Test
    void afterTheFinalReplyOnlyTheMailsUnderWayMayComeAgain() {
        stage.killAt(SinkStep.ANSWERED, 25);

        CompletableFuture<Void> mails = stage.traffic().rest(BURST);

        awaitDeathAndRestart();
        mails.join();
        stage.assertEachArrivedOnce(LIMIT);
        assertThat(stage.ledger().repeated()).hasSizeLessThanOrEqualTo(UNDER_WAY);
    }

    @Test
    void afterTheCommitOfAQueueMessageAndBeforeItsAck() {
        stage.brokerProxy().hold(Direction.TO_SERVER);
        int before = stage.ledger().size();
        stage.traffic().amqp(100);
        stage.traffic().amqpAnonymous(60, 1);
        stage.traffic().amqpAnonymous(20, 2);
        await().atMost(LIMIT).until(() -> stage.stored() == before + 200);

        stage.killAndRestart();

        stage.assertEachArrivedOnce(LIMIT);
    }

    private static void restartAndExpectNoRepeat() {
        stage.openSink();
        stage.replace();
        expectNoRepeat();
    }

    private static void expectNoRepeat() {
        int before = stage.ledger().repeated().size();
        stage.assertEachArrivedOnce(LIMIT);
        assertThat(stage.ledger().repeated()).hasSize(before);
    }

    private static void awaitDeathAndRestart() {
        ServiceProcess victim = stage.service();
        await("the sink kills the service").atMost(LIMIT).until(() -> !victim.isAlive());
        stage.openSink();
        stage.replace();
    }
}
