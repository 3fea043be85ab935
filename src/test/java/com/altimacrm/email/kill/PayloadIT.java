package com.altimacrm.email.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.kill.CuttableProxy.Direction;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mails that CRMs put on the queue are delivered again when their acknowledgement is lost; each goes out once. */
class PayloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = Stage.open("payload");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void lostAcknowledgementsOfMessagesWithAnId() {
        stage.brokerProxy().hold(Direction.TO_SERVER);
        stage.traffic().amqp(250);

        loseAcknowledgements();

        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    void lostAcknowledgementsOfMessagesWithoutAnId() {
        stage.brokerProxy().hold(Direction.TO_SERVER);
        stage.traffic().amqpAnonymous(130, 1);
        stage.traffic().amqpAnonymous(40, 3);

        loseAcknowledgements();

        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    void aLineThatLosesAcknowledgementsForLongBreaksBeforeTheDigestsAreForgotten() {
        stage.brokerProxy().hold(Direction.TO_SERVER);
        stage.traffic().amqpAnonymous(50, 2);

        await("the broker misses the heartbeats and takes the messages back")
                .atMost(LIMIT)
                .until(() -> stage.traffic().consumers() == 0);

        stage.brokerProxy().cut();
        stage.brokerProxy().restore();
        stage.assertEachArrivedOnce(LIMIT);
    }

    @Test
    void equalMessagesWithoutAnIdAllGoOut() {
        stage.traffic().amqpAnonymous(100, 3);

        stage.assertEachArrivedOnce(LIMIT);

        assertThat(stage.ledger().repeated()).isEmpty();
    }

    private static void loseAcknowledgements() {
        await("the messages are stored")
                .atMost(LIMIT)
                .until(() -> stage.stored() == stage.ledger().size());
        stage.brokerProxy().cut();
        stage.brokerProxy().restore();
    }
}
