package com.altimacrm.email.flow;

import com.altimacrm.email.problem.Unavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Lets concurrent callers share one write: whoever arrives while a write is on its way joins the next one.
 *
 * <p>Under light load every item goes at once and alone; under heavy load batches grow by themselves, so no timer adds
 * latency. The queue is bounded: past it, callers are told to come again. When the write refuses a batch because of
 * one bad item, every item is written alone, so that the bad one fails by itself.
 *
 * @param <T> what is written
 * @param <R> what each writer gets back
 */
public final class Batcher<T, R> {
    private final int maxBatch;
    private final int maxInFlight;
    private final int maxWaiting;
    private final Function<List<T>, Uni<List<R>>> write;
    private final Predicate<Throwable> badItem;
    private final ArrayDeque<Entry<T, R>> waiting = new ArrayDeque<>();
    private int inFlight;

    private record Entry<T, R>(T item, UniEmitter<? super R> emitter) {}

    /**
     * @param maxBatch most items in one write
     * @param maxInFlight most writes at a time
     * @param maxWaiting most items waiting for a write; more are refused with {@link Unavailable}
     * @param write writes a batch and answers one result per item, in the same order
     * @param badItem whether a failure of the write comes from an item's own data
     */
    public Batcher(
            int maxBatch,
            int maxInFlight,
            int maxWaiting,
            Function<List<T>, Uni<List<R>>> write,
            Predicate<Throwable> badItem) {
        this.maxBatch = maxBatch;
        this.maxInFlight = maxInFlight;
        this.maxWaiting = maxWaiting;
        this.write = write;
        this.badItem = badItem;
    }

    /** Adds one item to the next write; the answer comes when that write is done, and fails when it failed. */
    public Uni<R> add(T item) {
        return Uni.createFrom().emitter(emitter -> {
            if (!enqueue(new Entry<>(item, emitter))) {
                emitter.fail(new Unavailable("Too many requests are waiting for the database; try again shortly."));
                return;
            }
            drain();
        });
    }

    private synchronized boolean enqueue(Entry<T, R> entry) {
        return waiting.size() < maxWaiting && waiting.add(entry);
    }

    private void drain() {
        List<Entry<T, R>> batch = next();
        while (!batch.isEmpty()) {
            write(batch);
            batch = next();
        }
    }

    private synchronized List<Entry<T, R>> next() {
        List<Entry<T, R>> batch = new ArrayList<>();
        if (inFlight >= maxInFlight) {
            return batch;
        }
        while (batch.size() < maxBatch && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        if (!batch.isEmpty()) {
            inFlight++;
        }
        return batch;
    }

    private void write(List<Entry<T, R>> batch) {
        written(batch).subscribe().with(results -> succeed(batch, results), failure -> fail(batch, failure));
    }

    private Uni<List<R>> written(List<Entry<T, R>> batch) {
        List<T> items = batch.stream().map(Entry::item).toList();
        return Uni.createFrom().deferred(() -> write.apply(items));
    }

    private void succeed(List<Entry<T, R>> batch, List<R> results) {
        release();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).emitter().complete(results.get(i));
        }
    }

    private void fail(List<Entry<T, R>> batch, Throwable failure) {
        if (batch.size() > 1 && badItem.test(failure)) {
            writeOneByOne(batch, 0);
            return;
        }
        release();
        batch.forEach(entry -> entry.emitter().fail(failure));
    }

    private void writeOneByOne(List<Entry<T, R>> batch, int index) {
        if (index == batch.size()) {
            release();
            return;
        }
        Entry<T, R> entry = batch.get(index);
        written(List.of(entry))
                .subscribe()
                .with(
                        results -> {
                            entry.emitter().complete(results.get(0));
                            writeOneByOne(batch, index + 1);
                        },
                        failure -> {
                            entry.emitter().fail(failure);
                            writeOneByOne(batch, index + 1);
                        });
    }

    private void release() {
        synchronized (this) {
            inFlight--;
        }
        drain();
    }
}
