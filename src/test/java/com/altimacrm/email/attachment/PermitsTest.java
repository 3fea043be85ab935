package com.altimacrm.email.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private final Permits permits = new Permits(10, 2, Duration.ofSeconds(5));
    private final List<String> began = new CopyOnWriteArrayList<>();

    @Test
    void nobodyBeginsBeforeThereIsRoomAndOrderIsKept() {
        CompletableFuture<String> first = hold("first", 8);
        CompletableFuture<String> large = hold("large", 5);
        CompletableFuture<String> small = hold("small", 1);
        List<String> before = List.copyOf(began);

        first.complete("done");

        assertThat(before).containsExactly("first");
        assertThat(began).containsExactly("first", "large", "small");
        large.complete("done");
        small.complete("done");
        assertThat(permits.free()).isEqualTo(10);
    }

    @Test
    void failedAndCancelledWorkGivesItsShareBack() {
        hold("failing", 6).completeExceptionally(new IllegalStateException("on purpose"));
        permits.holding(6, held -> Uni.createFrom().nothing())
                .subscribe()
                .with(x -> {}, x -> {})
                .cancel();

        assertThat(permits.free()).isEqualTo(10);
    }

    @Test
    void waitPastItsLimitIsRefusedAndTakesNothing() {
        Permits hasty = new Permits(1, 2, Duration.ofMillis(50));
        CompletableFuture<String> holder = new CompletableFuture<>();
        hasty.holding(1, held -> Uni.createFrom().completionStage(holder))
                .subscribe()
                .with(x -> {});

        Uni<String> late = hasty.holding(1, held -> Uni.createFrom().item("never"));

        assertThatThrownBy(() -> late.await().atMost(Duration.ofSeconds(5))).isInstanceOf(Permits.Exhausted.class);
        holder.complete("done");
        assertThat(hasty.free()).isEqualTo(1);
    }

    @Test
    void queueIsBounded() {
        hold("holder", 10);
        hold("waiting", 1);
        hold("waiting too", 1);

        Uni<String> tooMany = permits.holding(1, held -> Uni.createFrom().item("never"));

        assertThatThrownBy(() -> tooMany.await().atMost(Duration.ofSeconds(1))).isInstanceOf(Permits.Exhausted.class);
    }

    @Test
    void whatIsNotNeededAfterAllIsSharedAtOnce() {
        permits.holding(10, held -> {
                    held.shrinkTo(3);
                    return Uni.createFrom().nothing();
                })
                .subscribe()
                .with(x -> {});

        assertThat(permits.free()).isEqualTo(7);
    }

    private CompletableFuture<String> hold(String name, long amount) {
        CompletableFuture<String> work = new CompletableFuture<>();
        permits.holding(amount, held -> {
                    began.add(name);
                    return Uni.createFrom().completionStage(work);
                })
                .subscribe()
                .with(x -> {}, x -> {});
        return work;
    }
}
