package com.altimacrm.email.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.local.SinkHook.Reaction;
import com.altimacrm.email.local.SinkStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two replicas share the work; one dies, one freezes, one is asked to stop. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** Two seconds for requests, fifteen for mails under way, and a slow machine. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open("replicas");
        stage.start();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    @Order(1)
    void oneOfTwoReplicasDiesUnderLoad() {
        CompletableFuture<Void> load = stage.traffic().rest(500);
        stage.traffic().amqp(200);
        stage.traffic().amqpAnonymous(50, 2);
        stage.awaitArrived(100);

        stage.service().kill();

        stage.traffic().sendTo(stage.living());
        load.join();
        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    @Order(2)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "There is no SIGSTOP.")
    void aFrozenReplicaIsFencedOffWhenItWakes() {
        ServiceProcess frozen = stage.service(0);
        stage.sink()
                .hook((step, detail) -> step == SinkStep.KEPT
                        ? new Reaction.Delay(Duration.ofMillis(500), Reaction.goOn())
                        : Reaction.goOn());
        CompletableFuture<Void> load = stage.traffic().rest(100);
        load.join();
        stage.awaitArrived(10);
        frozen.freeze();
        stage.openSink();

        stage.start();

        stage.ledger().awaitAllFinished(LIMIT);
        frozen.thaw();
        await("the late worker says that it was fenced off").atMost(LIMIT).until(() -> frozen.log()
                .contains("was taken over by another replica"));
        frozen.awaitReady();
        stage.assertEachArrivedOnce(LIMIT);
        assertThat(stage.ledger().repeated()).isNotEmpty();
    }

    @Test
    @Order(3)
    void aReplicaThatIsAskedToStopFinishesOrGivesBack() {
        CompletableFuture<Void> load = stage.traffic().rest(500);
        stage.traffic().amqp(200);
        stage.traffic().amqpAnonymous(50, 2);
        stage.awaitArrived(100);
        int before = stage.ledger().repeated().size();
        ServiceProcess leaving = stage.service(0);

        Duration took = leaving.terminate(STOP_LIMIT);

        assertThat(took).isLessThan(STOP_LIMIT);
        assertThat(leaving.log()).doesNotContain("their leases lapse");
        stage.traffic().sendTo(stage.living());
        load.join();
        stage.assertEachArrivedOnce(LIMIT);
        assertThat(stage.ledger().repeated()).as("no mail came twice").hasSize(before);
    }

    @Test
    @Order(4)
    void anIdleReplicaStopsAtOnce() {
        ServiceProcess idle = stage.service();

        Duration took = idle.terminate(STOP_LIMIT);

        assertThat(took).isLessThan(Duration.ofSeconds(3));
    }
}
