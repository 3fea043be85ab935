package com.altimacrm.email.attachment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A real HTTP server on a free loopback port that remembers what was asked of it. */
final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> hosts = new CopyOnWriteArrayList<>();
    final AtomicLong written = new AtomicLong();

    FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return "http://localhost:" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    FileServer content(String path, byte[] content) {
        return on(path, exchange -> answer(exchange, 200, content));
    }

    FileServer status(String path, int... statuses) {
        AtomicLong turn = new AtomicLong();
        return on(
                path,
                exchange -> answer(
                        exchange,
                        statuses[(int) Math.min(turn.getAndIncrement(), statuses.length - 1)],
                        new byte[] {1, 2, 3}));
    }

    FileServer redirect(String path, String to) {
        return on(path, exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            answer(exchange, 302, new byte[0]);
        });
    }

    FileServer silent(String path) {
        return on(path, exchange -> await());
    }

    /** Promises more than it sends, then hangs up. */
    FileServer cutShort(String path) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            throw new IOException("hung up on purpose");
        });
    }

    /** Sends pieces of 64 KiB without saying how many, until the other side hangs up. */
    FileServer stream(String path, long bytes) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (long sent = 0; sent < bytes; sent += 65536) {
                    body.write(new byte[65536]);
                    written.addAndGet(65536);
                }
            }
        });
    }

    private FileServer on(String path, com.sun.net.httpserver.HttpHandler handler) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().toString());
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            try (exchange) {
                handler.handle(exchange);
            }
        });
        return this;
    }

    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private void await() throws IOException {
        try {
            closing.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
