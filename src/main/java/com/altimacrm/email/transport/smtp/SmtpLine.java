package com.altimacrm.email.transport.smtp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * One connection to a server: commands out, replies in, in step. Everything but {@link #run}, {@link #close} and {@link
 * #usable} is for its own event loop only.
 */
final class SmtpLine {
    private static final String QUIT = "QUIT\r\n";
    private static final int MAX_EARLY = 8;

    private record Expected(Promise<SmtpReply> promise, long millis) {}

    private final Vertx vertx;
    private final Context context;
    private final NetSocket socket;
    private final ReplyReader reader = new ReplyReader(this::answered);
    private final Deque<Expected> expected = new ArrayDeque<>();
    private final Deque<SmtpReply> early = new ArrayDeque<>();
    private volatile LineBroken broken;
    private volatile long idleSince = System.nanoTime();
    private Runnable onBroken = () -> {};
    private Capabilities capabilities = Capabilities.NONE;
    private SmtpReply farewell;
    private boolean inUse = true;
    private long timer = -1;
    private int mails;

    /** Takes over a connected socket; to be called on its event loop. */
    SmtpLine(Vertx vertx, Context context, NetSocket socket) {
        this.vertx = vertx;
        this.context = context;
        this.socket = socket;
        socket.handler(this::received);
        socket.exceptionHandler(failure -> breakOff(new LineBroken("the line dropped")));
        socket.closeHandler(closed -> breakOff(new LineBroken("the server closed the line")));
    }

    /** Does work on the line's event loop, at once if this is it. */
    <T> Future<T> run(Supplier<Future<T>> work) {
        if (Vertx.currentContext() == context) {
            return work.get();
        }
        Promise<T> done = Promise.promise();
        context.runOnContext(x -> {
            try {
                work.get().onComplete(done);
            } catch (RuntimeException bug) {
                done.tryFail(bug);
            }
        });
        return done.future();
    }

    /** Sends octets; completes when they have left this process. */
    Future<Void> send(Buffer octets) {
        return broken == null ? socket.write(octets) : Future.failedFuture(broken);
    }

    /** Sends one command line and waits for its reply. */
    Future<SmtpReply> command(String command, Duration limit) {
        send(Buffer.buffer(command + "\r\n"));
        return reply(limit);
    }

    /** The next reply not yet asked for; fails with {@link LineBroken} when it does not come within the limit. */
    Future<SmtpReply> reply(Duration limit) {
        if (!early.isEmpty()) {
            return Future.succeededFuture(early.poll());
        }
        if (broken != null) {
            return Future.failedFuture(broken);
        }
        Promise<SmtpReply> promise = Promise.promise();
        expected.add(new Expected(promise, Math.max(1, limit.toMillis())));
        if (expected.size() == 1) {
            arm();
        }
        return promise.future();
    }

    /** A reply that came before it was asked for, or null. */
    SmtpReply early() {
        return early.peek();
    }

    /** The 421 the server took its leave with, or null. */
    SmtpReply farewell() {
        return farewell;
    }

    /** Starts TLS on the open line; refuses when the server said more than its reply (RFC 3207 §6). */
    Future<Void> secure() {
        if (reader.hasMore() || !early.isEmpty()) {
            breakOff(new LineBroken("the server sent text in clear after agreeing to TLS"));
            return Future.failedFuture(broken);
        }
        return socket.upgradeToSsl();
    }

    boolean secured() {
        return socket.isSsl();
    }

    Capabilities capabilities() {
        return capabilities;
    }

    void capabilities(Capabilities offered) {
        capabilities = offered;
    }

    /** Marks the start of a mail; whether the line carried one before. */
    boolean begin() {
        inUse = true;
        return mails++ > 0;
    }

    /** Marks the end of a mail: from here on anything the server says ends the line. */
    void rest() {
        inUse = false;
        idleSince = System.nanoTime();
        if (!early.isEmpty()) {
            breakOff(new LineBroken("the server spoke out of turn"));
        }
    }

    int mails() {
        return mails;
    }

    boolean idleFor(Duration time) {
        return System.nanoTime() - idleSince >= time.toNanos();
    }

    boolean usable() {
        return broken == null;
    }

    /** What made the line useless, as the end of a sentence. */
    String trouble() {
        return broken == null ? "the line is sound" : broken.getMessage();
    }

    /** What to do once the line is of no more use; at once if it already is. */
    void onBroken(Runnable action) {
        onBroken = action;
        if (broken != null) {
            action.run();
        }
    }

    /** Takes leave and closes. */
    void close() {
        context.runOnContext(x -> {
            if (broken == null) {
                socket.write(QUIT);
                breakOff(new LineBroken("the line was closed here"));
            }
        });
    }

    private void received(Buffer octets) {
        try {
            if (broken == null) {
                reader.read(octets);
            }
        } catch (LineBroken malformed) {
            breakOff(malformed);
        }
    }

    private void answered(SmtpReply reply) {
        if (reply.closing()) {
            farewell = reply;
        }
        Expected next = expected.poll();
        if (next == null) {
            unasked(reply);
            return;
        }
        disarm();
        if (!expected.isEmpty()) {
            arm();
        }
        next.promise().complete(reply);
    }

    private void unasked(SmtpReply reply) {
        if (!inUse || early.size() == MAX_EARLY) {
            breakOff(new LineBroken("the server ended the idle line: " + reply.text()));
        } else {
            early.add(reply);
        }
    }

    private void arm() {
        long millis = expected.peek().millis();
        timer = vertx.setTimer(millis, x -> {
            timer = -1;
            breakOff(LineBroken.silent(Duration.ofMillis(millis)));
        });
    }

    private void disarm() {
        if (timer != -1) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Ends the line for good; every reply still waited for fails. */
    void breakOff(LineBroken why) {
        if (broken != null) {
            return;
        }
        broken = why;
        disarm();
        socket.close();
        while (!expected.isEmpty()) {
            expected.poll().promise().tryFail(why);
        }
        onBroken.run();
    }
}
