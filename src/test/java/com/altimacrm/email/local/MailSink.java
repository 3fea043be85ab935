package com.altimacrm.email.local;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A plain SMTP server that takes every mail, fast, and can be told to misbehave.
 *
 * <p>{@link #keeping()} holds every mail in memory; {@link #counting()} only counts, so that millions fit. No TLS; any
 * login is right.
 */
public final class MailSink implements AutoCloseable {

    private static final int EVENT_LOOPS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final Mode mode;
    private final int port;
    private final ConcurrentLinkedQueue<ReceivedMail> mails = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<Delivery, Integer> deliveries = new ConcurrentHashMap<>();
    private final LongAdder mailCount = new LongAdder();
    private volatile SinkHook hook = SinkHook.NONE;
    private volatile Consumer<ReceivedMail> listener = mail -> {};

    private MailSink(Mode mode, int port) {
        this.mode = mode;
        this.port = port;
    }

    /** A sink on a free port that keeps every mail. */
    public static MailSink keeping() {
        return listening(new MailSink(Mode.KEEP, FreePort.next()));
    }

    /** A sink on a free port that counts deliveries and forgets the mails. */
    public static MailSink counting() {
        return listening(new MailSink(Mode.COUNT, FreePort.next()));
    }

    /** A sink that counts on the given port of 127.0.0.1. */
    public static MailSink counting(int port) {
        return listening(new MailSink(Mode.COUNT, port));
    }

    /** A sink on a free port that hands each mail on, whole, and remembers none. */
    static MailSink forwarding(Consumer<ReceivedMail> listener) {
        MailSink sink = new MailSink(Mode.FORWARD, FreePort.next());
        sink.onMail(listener);
        return listening(sink);
    }

    private static MailSink listening(MailSink sink) {
        DeploymentOptions options = new DeploymentOptions().setInstances(EVENT_LOOPS);
        try {
            sink.vertx
                    .deployVerticle(() -> new Listener(sink), options)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            sink.close();
            throw new IllegalStateException("The mail sink cannot listen on 127.0.0.1:" + sink.port, e);
        }
        return sink;
    }

    /** Always {@code 127.0.0.1}. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Asks {@code hook} at each step from now on, in sessions already open too. */
    public void hook(SinkHook hook) {
        this.hook = hook;
    }

    /** Calls {@code listener} on an event loop with each mail once it is kept; one listener at a time. */
    public void onMail(Consumer<ReceivedMail> listener) {
        this.listener = listener;
    }

    /** The mails so far, in the order of their arrival; empty for a counting sink. */
    public List<ReceivedMail> mails() {
        return List.copyOf(mails);
    }

    /** How many mails have arrived, repeats included. */
    public long mailCount() {
        return mailCount.sum();
    }

    /** How often each mail arrived for each recipient: a value above one is a repeat. */
    public Map<Delivery, Integer> deliveries() {
        return Map.copyOf(deliveries);
    }

    /** How many different deliveries have arrived; cheap at any size. */
    public int deliveryCount() {
        return deliveries.size();
    }

    /** Forgets what has arrived. */
    public void clear() {
        mails.clear();
        deliveries.clear();
        mailCount.reset();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("The mail sink did not close", e);
        }
    }

    SinkHook hook() {
        return hook;
    }

    byte[] copy(InputOctets input, int length) {
        return mode != Mode.COUNT ? input.message(length) : new byte[0];
    }

    void keep(ReceivedMail mail) {
        if (mode != Mode.FORWARD) {
            count(mail);
        }
        if (mode == Mode.KEEP) {
            mails.add(mail);
        }
        mailCount.increment();
        listener.accept(mail);
    }

    private void count(ReceivedMail mail) {
        for (String recipient : mail.to()) {
            deliveries.merge(new Delivery(mail.messageId(), recipient), 1, Integer::sum);
        }
    }

    private enum Mode {
        KEEP,
        COUNT,
        FORWARD
    }

    /** One mail for one recipient: what must arrive once. */
    public record Delivery(String messageId, String recipient) {}

    private static final class Listener extends AbstractVerticle {

        private final MailSink sink;

        Listener(MailSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createNetServer()
                    .connectHandler(socket -> new SinkSession(vertx, socket, sink).open())
                    .listen(sink.port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
