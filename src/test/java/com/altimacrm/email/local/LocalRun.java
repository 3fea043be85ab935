package com.altimacrm.email.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the whole service on a machine that has only a JDK: {@code ./mvnw -Plocal}.
 *
 * <p>Starts the {@link LocalServers}, the packaged service as a process of its own, seeds it, and prints what arrives
 * at the local mail server. Ends with Ctrl-C, SIGTERM, the service or the process that started it. The
 * system property {@code altima.local.binary} names a native binary to run in place of the JVM build; with
 * {@code altima.local.smoke=true} it sends one mail, checks that it arrives, and ends.
 */
public final class LocalRun {

    private static final int READY_LIMIT_SECONDS = 180;
    private static final int STOP_LIMIT_SECONDS = 15;
    private static final Path LOG = Path.of("target", "local-service.log").toAbsolutePath();
    private static final Path MAIL_FOLDER = Path.of("target", "local-mail").toAbsolutePath();

    private final PrintStream out = System.out;
    private final LocalServers servers;
    private final URI url;

    private LocalRun(LocalServers servers) {
        this.servers = servers;
        this.url = URI.create("http://127.0.0.1:" + FreePort.from(8080));
    }

    /** Returns only when the service has ended; the exit code is 0 after Ctrl-C and 1 when the start failed. */
    public static void main(String[] arguments) throws Exception {
        endWithTheParent();
        System.out.println("Starting MariaDB, Redis, an AMQP broker and a mail server …");
        try {
            new LocalRun(LocalServers.start()).run(command(System.getProperty("altima.local.binary", "")));
        } catch (IllegalStateException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void endWithTheParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }

    private static List<String> command(String binary) {
        if (!binary.isBlank()) {
            return List.of(Path.of(binary).toAbsolutePath().toString());
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-Xmx512m",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    }

    private void run(List<String> command) throws Exception {
        LocalMailbox mailbox = new LocalMailbox(MAIL_FOLDER, servers.mail().server(), out);
        servers.beforeStop(mailbox::close);
        out.println("Starting the service; its log is " + LOG + " …");
        long start = System.nanoTime();
        Process service = startService(command);
        LocalApi api = new LocalApi(url);
        awaitReady(service, api);
        out.printf("Ready after %d ms.%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        if (Boolean.getBoolean("altima.local.smoke")) {
            LocalSmoke.run(api, LocalSeed.plant(api, servers.settings(), mailbox.port()), mailbox, service, out);
            System.exit(0);
        }
        seed(api, mailbox.port());
        System.exit(service.waitFor());
    }

    private Process startService(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG.toFile());
        Map<String, String> environment = builder.environment();
        environment.putAll(servers.settings());
        environment.put("HTTP_PORT", Integer.toString(url.getPort()));
        environment.putIfAbsent("SHUTDOWN_TIMEOUT", "3s");
        Process service = builder.start();
        servers.watch(service);
        servers.beforeStop(() -> stop(service));
        return service;
    }

    private static void stop(Process service) {
        service.destroy();
        try {
            if (!service.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        } catch (InterruptedException e) {
            service.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitReady(Process service, LocalApi api) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_LIMIT_SECONDS);
        while (!api.isReady()) {
            if (!service.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("The service is not ready after " + READY_LIMIT_SECONDS
                        + " s or has ended; its output is above.");
            }
            Thread.sleep(20);
        }
    }

    private void seed(LocalApi api, int smtpPort) throws InterruptedException {
        try {
            LocalSeed seed = LocalSeed.plant(api, servers.settings(), smtpPort);
            out.println(LocalGuide.of(url, seed, servers.settings(), MAIL_FOLDER.toString()));
        } catch (IOException e) {
            out.printf("The service runs at %s, without a demo tenant: %s%n", url, e.getMessage());
        }
    }
}
