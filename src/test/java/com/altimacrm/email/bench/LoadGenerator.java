package com.altimacrm.email.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Submits mail over kept-alive connections from one thread.
 *
 * <p>{@link #flood} keeps every connection busy (closed loop); {@link #pace} submits at a given rate whatever the
 * service does (open loop), and counts the time of a request from when it was due.
 */
final class LoadGenerator implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final ArrayDeque<HttpLine> idle = new ArrayDeque<>();
    private final ArrayDeque<Integer> due = new ArrayDeque<>();

    LoadGenerator(int port, int connections) throws Exception {
        for (int i = 0; i < connections; i++) {
            client.connect(port, "127.0.0.1")
                    .onSuccess(socket -> idle.add(new HttpLine(socket)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /** Submits all mails as fast as the service answers. */
    void flood(Load load, IntFunction<Buffer> request) {
        vertx.runOnContext(start -> {
            for (int i = 0; i < load.count(); i++) {
                due.add(i);
            }
            drain(load, request, true);
        });
    }

    /** Submits {@code rate} mails per second. */
    void pace(Load load, int rate, IntFunction<Buffer> request) {
        vertx.runOnContext(start -> {
            long startedAt = System.nanoTime();
            int[] next = {0};
            vertx.setPeriodic(1, timer -> {
                long now = System.nanoTime();
                while (next[0] < load.count() && startedAt + next[0] * 1_000_000_000L / rate <= now) {
                    load.submitted(next[0], startedAt + next[0] * 1_000_000_000L / rate);
                    due.add(next[0]++);
                }
                drain(load, request, false);
                if (next[0] == load.count()) {
                    vertx.cancelTimer(timer);
                }
            });
        });
    }

    private void drain(Load load, IntFunction<Buffer> request, boolean closedLoop) {
        while (!idle.isEmpty() && !due.isEmpty()) {
            int number = due.poll();
            if (closedLoop) {
                load.submitted(number, System.nanoTime());
            }
            HttpLine line = idle.poll();
            line.send(request.apply(number), status -> {
                load.answered(number, status);
                idle.add(line);
                drain(load, request, closedLoop);
            });
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
