package com.altimacrm.email.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.message.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");

    private final Lane lane = new Lane(2, Duration.ofSeconds(1), Duration.ofMinutes(1));

    @Test
    void startsNoMoreMailsThanTheProviderTakesAtOnce() {
        admit(3);

        assertThat(lane.start(NOW)).hasSize(2);
        assertThat(lane.start(NOW)).isEmpty();

        lane.delivered();
        assertThat(lane.start(NOW)).hasSize(1);
    }

    @Test
    void promisesNoMoreRoomThanItHas() {
        assertThat(lane.reserveAll(NOW)).isEqualTo(10);
        assertThat(lane.reserveAll(NOW)).isZero();

        lane.release(1);
        assertThat(lane.reserveAll(NOW)).isEqualTo(1);
    }

    @Test
    void newMailWaitsBehindWhatWasRefusedBefore() {
        lane.reserveAll(NOW);
        assertThat(lane.reserveOne(NOW)).isFalse();

        lane.release(10);

        assertThat(lane.reserveOne(NOW)).isFalse();
        lane.beginFill(false, NOW);
        lane.endFill(false);
        assertThat(lane.reserveOne(NOW)).isTrue();
    }

    @Test
    void mailRefusedDuringAFetchIsFetchedNext() {
        lane.beginFill(true, NOW);
        lane.reserveAll(NOW);
        assertThat(lane.reserveOne(NOW)).isFalse();

        lane.release(10);
        lane.endFill(false);

        assertThat(lane.beginFill(false, NOW)).isTrue();
    }

    @Test
    void pausedLaneTakesAndStartsNothingUntilThePauseIsOver() {
        admit(1);

        Duration pause = lane.pace(Duration.ZERO, NOW);

        assertThat(lane.reserveOne(NOW)).isFalse();
        assertThat(lane.start(NOW)).isEmpty();
        assertThat(lane.start(NOW.plus(pause))).hasSize(1);
    }

    @Test
    void comesBackWithOneMailAndWidensAsTheProviderTakesThem() {
        Instant first = NOW.plus(lane.pace(Duration.ZERO, NOW));
        Instant second = first.plus(lane.pace(Duration.ZERO, first));

        assertThat(lane.reserveAll(second)).isEqualTo(1);

        lane.healthy();
        assertThat(lane.reserveAll(second)).isEqualTo(9);
    }

    @Test
    void pausesGrowAndAreBounded() {
        Instant now = NOW;
        Duration pause = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            pause = lane.pace(Duration.ZERO, now);
            now = now.plus(pause);
        }

        assertThat(pause).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    }

    @Test
    void fetchesOnlyWhenBehindAndOnlyOnceAtATime() {
        assertThat(lane.beginFill(false, NOW)).isFalse();

        lane.reserveAll(NOW);
        lane.reserveOne(NOW);
        lane.release(10);

        assertThat(lane.beginFill(false, NOW)).isTrue();
        assertThat(lane.beginFill(false, NOW)).isFalse();
        lane.endFill(false);
        assertThat(lane.beginFill(false, NOW)).isFalse();
    }

    private void admit(int count) {
        for (int i = 0; i < count; i++) {
            lane.reserveOne(NOW);
        }
        for (int i = 0; i < count; i++) {
            lane.admit(new ClaimedMail(
                    "id" + i,
                    "t",
                    "p",
                    1,
                    null,
                    0,
                    "m",
                    "m@x.test",
                    EmailAddress.of("a@x.test"),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "s",
                    null,
                    "t",
                    List.of(),
                    Map.of(),
                    NOW,
                    NOW));
        }
    }
}
