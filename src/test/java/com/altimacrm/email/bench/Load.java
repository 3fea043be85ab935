package com.altimacrm.email.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The mails of one phase, known by number, and what happened to each when. Each mail has a recipient of its own, by
 * which the sink names it.
 */
final class Load {
    private final String name;
    private final int count;
    private final long[] submittedAt;
    private final long[] answeredAt;
    private final long[] attemptedAt;
    private final AtomicIntegerArray arrivals;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong lastArrival = new AtomicLong();
    private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();
    private final CompletableFuture<Void> allArrived = new CompletableFuture<>();

    Load(String name, int count) {
        this.name = name;
        this.count = count;
        this.submittedAt = new long[count];
        this.answeredAt = new long[count];
        this.attemptedAt = new long[count];
        this.arrivals = new AtomicIntegerArray(count);
    }

    int count() {
        return count;
    }

    String recipient(int number) {
        return name + "-" + number + "@load.test";
    }

    /** When the load meant to submit the mail: a late request counts against the service. */
    void submitted(int number, long at) {
        submittedAt[number] = at;
    }

    void answered(int number, int status) {
        answeredAt[number] = System.nanoTime();
        if (status / 100 != 2) {
            refused.incrementAndGet();
        }
        if (answered.incrementAndGet() == count) {
            allAnswered.complete(null);
        }
    }

    /** The provider's server was named this recipient. */
    void attempted(String recipient) {
        int number = number(recipient);
        if (number >= 0 && attemptedAt[number] == 0) {
            attemptedAt[number] = System.nanoTime();
        }
    }

    void arrived(String recipient) {
        int number = number(recipient);
        if (number >= 0 && arrivals.incrementAndGet(number) == 1) {
            lastArrival.set(System.nanoTime());
            if (arrived.incrementAndGet() == count) {
                allArrived.complete(null);
            }
        }
    }

    private int number(String recipient) {
        int dash = recipient.indexOf('-');
        boolean ours = dash == name.length() && recipient.startsWith(name);
        return ours ? Integer.parseInt(recipient, dash + 1, recipient.indexOf('@'), 10) : -1;
    }

    /** Waits for the last mail, and a little longer for repeats. */
    LoadResult await(int seconds) throws InterruptedException, ExecutionException {
        try {
            allAnswered.get(seconds, TimeUnit.SECONDS);
            allArrived.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("After " + seconds + " s the service had answered " + answered
                    + " and sent " + arrived + " of " + count + " mails; " + refused + " were refused.");
        }
        Thread.sleep(500);
        return result();
    }

    private LoadResult result() {
        long first = min(submittedAt);
        return new LoadResult(
                count,
                perSecond(max(answeredAt) - first),
                perSecond(lastArrival.get() - first),
                new Timings(between(submittedAt, answeredAt)),
                new Timings(between(submittedAt, attemptedAt)),
                repeats(),
                refused.get());
    }

    private double perSecond(long nanos) {
        return count * 1e9 / nanos;
    }

    private int repeats() {
        int repeats = 0;
        for (int i = 0; i < count; i++) {
            repeats += arrivals.get(i) - 1;
        }
        return repeats;
    }

    private static long[] between(long[] from, long[] to) {
        long[] nanos = new long[from.length];
        for (int i = 0; i < from.length; i++) {
            nanos[i] = to[i] - from[i];
        }
        return nanos;
    }

    private static long min(long[] values) {
        return java.util.Arrays.stream(values).min().orElseThrow();
    }

    private static long max(long[] values) {
        return java.util.Arrays.stream(values).max().orElseThrow();
    }
}
