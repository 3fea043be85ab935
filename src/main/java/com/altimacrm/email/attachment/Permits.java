package com.altimacrm.email.attachment;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A fixed amount of something shared in order of asking; waiting is bounded in number and time and holds no thread. */
final class Permits {
    private final long capacity;
    private final int maxWaiting;
    private final Duration maxWait;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private long free;

    /**
     * @param capacity how much there is to share
     * @param maxWaiting how many may wait for it
     * @param maxWait how long each may wait
     */
    Permits(long capacity, int maxWaiting, Duration maxWait) {
        this.capacity = capacity;
        this.free = capacity;
        this.maxWaiting = maxWaiting;
        this.maxWait = maxWait;
    }

    /**
     * Works while holding an amount, which is given back however the work ends.
     *
     * @param amount what to hold; more than there is at all counts as all there is
     * @return the work's answer, or {@link Exhausted} when the wait is refused or too long
     */
    <T> Uni<T> holding(long amount, Function<Held, Uni<T>> work) {
        return Uni.createFrom()
                .completionStage(() -> ask(Math.min(amount, capacity)))
                .onFailure(Permits::notOurs)
                .transform(late -> new Exhausted())
                .chain(held -> Uni.createFrom()
                        .deferred(() -> work.apply(held))
                        .onTermination()
                        .invoke(() -> held.shrinkTo(0)));
    }

    /** What nobody holds just now. */
    synchronized long free() {
        return free;
    }

    private CompletableFuture<Held> ask(long amount) {
        CompletableFuture<Held> answer = new CompletableFuture<>();
        synchronized (this) {
            if (waiting.size() >= maxWaiting) {
                return CompletableFuture.failedFuture(new Exhausted());
            }
            waiting.add(new Waiter(amount, answer));
        }
        answer.orTimeout(maxWait.toMillis(), TimeUnit.MILLISECONDS).whenComplete((held, late) -> {
            if (late != null) {
                serve();
            }
        });
        serve();
        return answer;
    }

    /** Answers whoever fits, in order; an answer that nobody waits for any more gives its amount back. */
    private void serve() {
        for (Waiter next = takeFirstThatFits(); next != null; next = takeFirstThatFits()) {
            if (!next.answer().complete(new Held(next.amount()))) {
                giveBack(next.amount());
            }
        }
    }

    private synchronized Waiter takeFirstThatFits() {
        waiting.removeIf(w -> w.answer().isDone());
        if (waiting.isEmpty() || waiting.peek().amount() > free) {
            return null;
        }
        free -= waiting.peek().amount();
        return waiting.poll();
    }

    private synchronized void giveBack(long amount) {
        free += amount;
    }

    private static boolean notOurs(Throwable failure) {
        return failure instanceof java.util.concurrent.TimeoutException;
    }

    /** An amount in somebody's hands. */
    final class Held {
        private final AtomicLong amount;

        private Held(long amount) {
            this.amount = new AtomicLong(amount);
        }

        /** Gives back all but what is still needed; asking for more than is held changes nothing. */
        void shrinkTo(long needed) {
            long before = amount.getAndUpdate(now -> Math.min(now, needed));
            if (before > needed) {
                giveBack(before - needed);
                serve();
            }
        }
    }

    private record Waiter(long amount, CompletableFuture<Held> answer) {}

    /** Too many wait already, or the wait was too long. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("Too many others wait for this, or the wait was too long.");
        }
    }
}
