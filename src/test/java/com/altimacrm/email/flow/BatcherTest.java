package com.altimacrm.email.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.altimacrm.email.problem.Unavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private final List<List<String>> writes = new ArrayList<>();
    private final List<UniEmitter<? super List<String>>> pending = new ArrayList<>();

    private final Batcher<String, String> batcher = new Batcher<>(
            3,
            1,
            4,
            items -> Uni.createFrom().emitter(emitter -> {
                writes.add(items);
                pending.add(emitter);
            }),
            failure -> failure instanceof IllegalArgumentException);

    @Test
    void firstItemGoesAtOnceAndThoseThatArriveMeanwhileShareTheNextWrite() {
        add("a");
        CompletableFuture<String> b = add("b");
        CompletableFuture<String> c = add("c");

        complete(0, "A");

        assertThat(writes).containsExactly(List.of("a"), List.of("b", "c"));
        complete(1, "B", "C");
        assertThat(b).isCompletedWithValue("B");
        assertThat(c).isCompletedWithValue("C");
    }

    @Test
    void noWriteIsLargerThanItMayBe() {
        add("a");
        List.of("b", "c", "d", "e").forEach(this::add);

        complete(0, "A");

        assertThat(writes.get(1)).containsExactly("b", "c", "d");
    }

    @Test
    void pastTheBoundCallersAreToldToComeAgain() {
        add("a");
        List.of("b", "c", "d", "e").forEach(this::add);

        CompletableFuture<String> refused = add("f");

        assertThatThrownBy(refused::join).hasCauseInstanceOf(Unavailable.class);
    }

    @Test
    void badItemFailsAloneAndTheOthersAreWritten() {
        add("a");
        CompletableFuture<String> bad = add("bad");
        CompletableFuture<String> good = add("good");
        complete(0, "A");

        pending.get(1).fail(new IllegalArgumentException("too long"));
        pending.get(2).fail(new IllegalArgumentException("too long"));
        complete(3, "G");

        assertThatThrownBy(bad::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(good).isCompletedWithValue("G");
    }

    @Test
    void failureOfTheDatabaseFailsTheBatchAndTheNextIsTried() {
        CompletableFuture<String> a = add("a");
        CompletableFuture<String> b = add("b");

        pending.get(0).fail(new IllegalStateException("away"));
        complete(1, "B");

        assertThatThrownBy(a::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(b).isCompletedWithValue("B");
    }

    private CompletableFuture<String> add(String item) {
        return batcher.add(item).subscribeAsCompletionStage();
    }

    private void complete(int write, String... results) {
        pending.get(write).complete(List.of(results));
    }
}
