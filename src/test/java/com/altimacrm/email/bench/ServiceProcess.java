package com.altimacrm.email.bench;

import com.altimacrm.email.local.LocalApi;
import com.altimacrm.email.local.LocalServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own, as an operator would start it. */
final class ServiceProcess implements AutoCloseable {
    private static final Path LOG = Path.of("target", "bench-service.log").toAbsolutePath();
    private static final int READY_LIMIT_SECONDS = 120;

    private final Process process;
    private final int port;
    private final LocalApi api;
    private final long readyMillis;

    private ServiceProcess(Process process, int port, long startedAt) throws InterruptedException {
        this.process = process;
        this.port = port;
        this.api = new LocalApi(URI.create("http://127.0.0.1:" + port));
        awaitReady(startedAt);
        this.readyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
    }

    /** Starts it and waits until it answers that it is ready. */
    static ServiceProcess start(LocalServers servers, Map<String, String> settings, List<String> command, int port)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG.toFile());
        builder.environment().putAll(settings);
        builder.environment().put("HTTP_PORT", Integer.toString(port));
        long startedAt = System.nanoTime();
        Process process = builder.start();
        servers.watch(process);
        servers.beforeStop(process::destroyForcibly);
        return new ServiceProcess(process, port, startedAt);
    }

    /** The command for the JVM build. */
    static List<String> jvm(String options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of(
                "-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        return command;
    }

    LocalApi api() {
        return api;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to the first answer that it is ready, servers running and schema made. */
    long readyMillis() {
        return readyMillis;
    }

    /** Resident memory in MB; 0 where the system does not tell. */
    long residentMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private void awaitReady(long startedAt) throws InterruptedException {
        while (!api.isReady()) {
            boolean late = System.nanoTime() - startedAt > TimeUnit.SECONDS.toNanos(READY_LIMIT_SECONDS);
            if (!process.isAlive() || late) {
                throw new IllegalStateException("The service did not get ready; see " + LOG);
            }
            Thread.sleep(5);
        }
    }
}
