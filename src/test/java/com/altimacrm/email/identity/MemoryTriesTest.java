package com.altimacrm.email.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryTriesTest {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final LoginConfig config = new SmallRyeConfigBuilder()
            .withMapping(LoginConfig.class)
            .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
            .build()
            .getConfigMapping(LoginConfig.class);
    private final MemoryTries tries = new MemoryTries(config, () -> java.time.Instant.ofEpochMilli(now.get()));

    @Test
    void fiveTriesAreFreeThenTheWaitDoubles() {
        for (int i = 0; i < 5; i++) {
            assertThat(book()).isZero();
        }

        assertThat(book()).isEqualTo(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(30));
        assertThat(book()).isZero();
        assertThat(book()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void theWaitNeverExceedsItsLimit() {
        for (int i = 0; i < 40; i++) {
            pass(book());
            book();
        }

        assertThat(book()).isLessThanOrEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aSuccessForgetsAndASharedKeyTakesOneBack() {
        for (int i = 0; i < 5; i++) {
            book();
        }

        tries.release("key").await().indefinitely();
        assertThat(book()).isZero();
        assertThat(book()).isEqualTo(Duration.ofSeconds(30));
        tries.forget("key").await().indefinitely();
        assertThat(book()).isZero();
        assertThat(book()).isZero();
    }

    private Duration book() {
        return tries.book("key", 5).await().indefinitely();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }
}
