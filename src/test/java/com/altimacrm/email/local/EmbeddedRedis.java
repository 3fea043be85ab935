package com.altimacrm.email.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** Redis out of the embedded-redis artifact; it keeps nothing over a restart, as a cache may. */
public final class EmbeddedRedis {

    private final Path folder;
    private final Watchdog watchdog;
    private final int port = FreePort.next();
    private ChildProcess server;

    EmbeddedRedis(Path parent, Watchdog watchdog) {
        this.folder = parent.resolve("redis");
        this.watchdog = watchdog;
    }

    /** Starts the server; at most 30 s. */
    public synchronized void start() throws Exception {
        Files.createDirectories(folder);
        String executable =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().getAbsolutePath();
        List<String> command = List.of(
                executable,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        server = ChildProcess.start(watchdog, folder.resolve("server.log"), Map.of(), command);
        server.awaitReady("Redis", 30, this::answers);
    }

    /** Ends the server. */
    public synchronized void stop() {
        if (server != null) {
            server.stop(10);
        }
    }

    Map<String, String> settings() {
        return Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", Integer.toString(port));
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        }
    }
}
