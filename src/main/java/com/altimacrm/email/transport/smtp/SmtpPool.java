package com.altimacrm.email.transport.smtp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The lines of one account at one revision. Each line is with one mail or idle, never with two mails; their number is
 * bounded, and so is the waiting for one.
 *
 * <p>Safe from any thread; the lock is never held while a line is opened, closed or handed out.
 */
final class SmtpPool {
    private static final int MAX_WAITERS = 10_000;

    private final Vertx vertx;
    private final SmtpConfig config;
    private final int maxLines;
    private final String server;
    private final Supplier<Future<SmtpLine>> dial;
    private final Deque<SmtpLine> idle = new ArrayDeque<>();
    private final Deque<Promise<SmtpLine>> waiters = new ArrayDeque<>();
    private int open;
    private boolean retired;

    SmtpPool(Vertx vertx, SmtpConfig config, SmtpSettings settings, Supplier<Future<SmtpLine>> dial) {
        this.vertx = vertx;
        this.config = config;
        this.maxLines = settings.maxConnections();
        this.server = settings.server();
        this.dial = dial;
    }

    /**
     * A line for one mail; give it back by {@link #release}. Fails with {@link PoolRetired} or {@link NoLine}.
     *
     * @param fresh whether a kept line will not do
     */
    Future<SmtpLine> acquire(boolean fresh) {
        SmtpLine kept;
        SmtpLine surplus = null;
        Promise<SmtpLine> promise = Promise.promise();
        boolean mayDial;
        synchronized (this) {
            if (retired) {
                return Future.failedFuture(new PoolRetired());
            }
            kept = fresh ? null : idle.pollLast();
            mayDial = kept == null && open < maxLines;
            if (mayDial) {
                open++;
            } else if (kept == null) {
                if (waiters.size() >= MAX_WAITERS) {
                    return Future.failedFuture(busy());
                }
                surplus = idle.pollFirst();
                waiters.addLast(promise);
            }
        }
        if (kept != null) {
            return Future.succeededFuture(kept);
        }
        if (surplus != null) {
            surplus.close();
        }
        return mayDial ? dialFor(promise) : waitFor(promise);
    }

    /** Takes a line back; to be called on its event loop. A worn or useless one is closed. */
    void release(SmtpLine line, boolean sound) {
        line.rest();
        if (!sound || !line.usable() || line.mails() >= config.mailsPerConnection()) {
            line.close();
            return;
        }
        Promise<SmtpLine> next = keepOrNext(line);
        while (next != null && !next.tryComplete(line)) {
            next = keepOrNext(line);
        }
    }

    /** Closes lines unused for long; whether the pool is empty and was retired with that. */
    boolean sweep() {
        List<SmtpLine> old = new ArrayList<>();
        boolean empty;
        synchronized (this) {
            while (!idle.isEmpty() && idle.peekFirst().idleFor(config.idleTimeout())) {
                old.add(idle.pollFirst());
            }
            empty = open == 0 && waiters.isEmpty();
            retired |= empty;
        }
        old.forEach(SmtpLine::close);
        return empty;
    }

    /** Lets no mail in any more; lines in use finish theirs. */
    void retire() {
        List<SmtpLine> kept;
        List<Promise<SmtpLine>> turnedAway;
        synchronized (this) {
            retired = true;
            kept = List.copyOf(idle);
            idle.clear();
            turnedAway = List.copyOf(waiters);
            waiters.clear();
        }
        kept.forEach(SmtpLine::close);
        turnedAway.forEach(waiter -> waiter.tryFail(new PoolRetired()));
    }

    /** Whether it lets mail in no more. */
    synchronized boolean isRetired() {
        return retired;
    }

    /** How many lines are open or being opened. */
    synchronized int open() {
        return open;
    }

    /** Keeps the line, or names who takes it next. */
    private Promise<SmtpLine> keepOrNext(SmtpLine line) {
        boolean close;
        Promise<SmtpLine> next = null;
        synchronized (this) {
            close = retired;
            if (!close) {
                next = waiters.pollFirst();
            }
            if (!close && next == null) {
                idle.addLast(line);
            }
        }
        if (close) {
            line.close();
        }
        return next;
    }

    private Future<SmtpLine> waitFor(Promise<SmtpLine> promise) {
        long timer = vertx.setTimer(Math.max(1, config.acquireTimeout().toMillis()), x -> {
            if (promise.tryFail(busy())) {
                leave(promise);
            }
        });
        return promise.future().onComplete(x -> vertx.cancelTimer(timer));
    }

    private synchronized void leave(Promise<SmtpLine> promise) {
        waiters.remove(promise);
    }

    private Future<SmtpLine> dialFor(Promise<SmtpLine> promise) {
        dial.get().onSuccess(line -> opened(line, promise)).onFailure(failure -> unopened(failure, promise));
        return promise.future();
    }

    private void opened(SmtpLine line, Promise<SmtpLine> promise) {
        line.onBroken(() -> lost(line));
        if (!promise.tryComplete(line)) {
            release(line, true);
        }
    }

    /** When not one line is open, those who wait would fail the same way: they are told at once. */
    private void unopened(Throwable failure, Promise<SmtpLine> promise) {
        List<Promise<SmtpLine>> others = List.of();
        synchronized (this) {
            open--;
            if (open == 0) {
                others = List.copyOf(waiters);
                waiters.clear();
            }
        }
        promise.tryFail(failure);
        others.forEach(waiter -> waiter.tryFail(failure));
        dialForNext();
    }

    private void lost(SmtpLine line) {
        synchronized (this) {
            open--;
            idle.remove(line);
        }
        dialForNext();
    }

    private void dialForNext() {
        Promise<SmtpLine> next;
        synchronized (this) {
            next = retired || open >= maxLines ? null : waiters.pollFirst();
            if (next != null) {
                open++;
            }
        }
        if (next != null) {
            dialFor(next);
        }
    }

    private NoLine busy() {
        return new NoLine("All " + maxLines + " connections to " + server + " are busy; raise max_connections if the"
                + " provider allows more.");
    }
}
