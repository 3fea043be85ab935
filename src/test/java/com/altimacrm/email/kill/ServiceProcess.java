package com.altimacrm.email.kill;

import static org.awaitility.Awaitility.await;

import com.altimacrm.email.local.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The packaged service as a process of its own: started, killed, frozen, and asked to end. */
final class ServiceProcess {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path LOGS = Path.of("target", "kill-logs");
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final List<String> FLAGS = List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name;
    private final Process process;
    private final URI url;
    private final Path log;

    private ServiceProcess(String name, Process process, URI url, Path log) {
        this.name = name;
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts it; {@code watch} hears of the process before anything can go wrong with it. */
    static ServiceProcess start(String name, Map<String, String> environment, Consumer<Process> watch) {
        int port = FreePort.next();
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
            builder.environment().putAll(environment);
            builder.environment().put("HTTP_PORT", Integer.toString(port));
            Process process = builder.start();
            watch.accept(process);
            return new ServiceProcess(name, process, URI.create("http://127.0.0.1:" + port), log);
        } catch (IOException e) {
            throw new UncheckedIOException("The service cannot be started from " + JAR + "; run ./mvnw package", e);
        }
    }

    ServiceProcess awaitReady() {
        await(name + " is ready; its log is " + log)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(name + " ended while it started:\n" + log());
                    }
                    return status("/q/health/ready") == 200;
                });
        return this;
    }

    URI url() {
        return url;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    /** SIGKILL without waiting, for event loops. */
    void killAtOnce() {
        process.destroyForcibly();
    }

    /** SIGTERM; answers how long the process took to end by itself, and fails when it took longer than the limit. */
    Duration terminate(Duration limit) {
        long start = System.nanoTime();
        process.destroy();
        awaitEnd(limit);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** SIGSTOP: it holds its sockets and leases and does nothing. */
    void freeze() {
        signal("-STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("-CONT");
    }

    /** The status of a GET, or 0 when nobody answers. */
    int status(String path) {
        try {
            return ask(path).statusCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    /** The body of a GET. */
    String get(String path) {
        try {
            return ask(path).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> ask(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path)).timeout(PROBE_LIMIT).build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private static List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, FLAGS.get(0), FLAGS.get(1), FLAGS.get(2), "-jar", JAR.toString());
    }

    private void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " has not ended after " + limit + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
