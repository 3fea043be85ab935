package com.altimacrm.email.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The servers that the service needs, on free ports of 127.0.0.1, started side by side.
 *
 * <p>Where {@code DB_HOST}, {@code RABBITMQ_HOST} or {@code REDIS_HOST} is set, that server is used and none started in
 * its place. Everything is made anew at each start; nothing outlives {@link #stop()}, the end of the JVM or, on Unix,
 * its sudden death.
 */
public final class LocalServers implements AutoCloseable {

    private static final int START_LIMIT_SECONDS = 150;

    /** Loggers that tell more of a start than anybody reads; held here, or their level would be forgotten. */
    private static final List<Logger> TALKATIVE = Stream.of("ch.vorburger", "org.apache.qpid", "qpid", "com.icegreen")
            .map(Logger::getLogger)
            .toList();

    private final Map<String, String> environment;
    private final Path folder = Folders.create();
    private final Watchdog watchdog;
    private final Thread hook = new Thread(this::stop, "local-servers-stop");
    private final EmbeddedMariaDb database;
    private final EmbeddedRedis redis;
    private final EmbeddedBroker broker;
    private final EmbeddedMail mail = new EmbeddedMail();
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Runnable> beforeStop = new ArrayList<>();
    private boolean stopped;

    private LocalServers(Map<String, String> environment) {
        this.environment = environment;
        try {
            this.watchdog = Watchdog.over(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start /bin/sh", e);
        }
        this.database = isGiven("DB_HOST") ? null : new EmbeddedMariaDb(folder, watchdog);
        this.redis = isGiven("REDIS_HOST") ? null : new EmbeddedRedis(folder, watchdog);
        this.broker = isGiven("RABBITMQ_HOST") ? null : new EmbeddedBroker(folder);
    }

    /** Starts what this process's environment does not name; 3 to 15 s, at most 150. */
    public static LocalServers start() {
        return start(System.getenv());
    }

    /** Starts what {@code environment} does not name. */
    public static LocalServers start(Map<String, String> environment) {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        LocalServers servers = new LocalServers(environment);
        Runtime.getRuntime().addShutdownHook(servers.hook);
        try {
            servers.startAll();
        } catch (RuntimeException e) {
            servers.stop();
            throw e;
        }
        return servers;
    }

    /**
     * Host, port, login and schema of each server under the names of the environment variables that the service reads,
     * {@code MAIL_*} of the mail server, and the secrets a service needs to start.
     */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** The database, to stop and start it in a test; absent when {@code DB_HOST} names another. */
    public EmbeddedMariaDb database() {
        return present(database, "DB_HOST");
    }

    /** Redis; absent when {@code REDIS_HOST} names another. */
    public EmbeddedRedis redis() {
        return present(redis, "REDIS_HOST");
    }

    /** The broker; absent when {@code RABBITMQ_HOST} names another. */
    public EmbeddedBroker broker() {
        return present(broker, "RABBITMQ_HOST");
    }

    /** The mail server, which is always ours. */
    public EmbeddedMail mail() {
        return mail;
    }

    /** Puts another process under the same watch: it is killed when this JVM dies. */
    public void watch(Process child) {
        watchdog.watch(child);
    }

    /** Runs {@code action} before the servers end, such as the end of a service that uses them; the last added first. */
    public synchronized void beforeStop(Runnable action) {
        beforeStop.add(0, action);
    }

    /** Ends all servers and removes their data; a second call does nothing. */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        beforeStop.forEach(LocalServers::quietly);
        stopAll();
        Folders.delete(folder);
        watchdog.dismiss();
        forgetHook();
    }

    @Override
    public void close() {
        stop();
    }

    private void startAll() {
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        if (database != null) {
            starting.add(inBackground("MariaDB", database::start));
        }
        if (broker != null) {
            starting.add(inBackground("AMQP broker", broker::start));
        }
        if (redis != null) {
            starting.add(inBackground("Redis", redis::start));
        }
        starting.add(inBackground("Mail server", mail::start));
        await(starting);
        collectSettings();
    }

    private static CompletableFuture<Void> inBackground(String name, Start start) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(name, start, done), "start " + name);
        thread.setContextClassLoader(LocalServers.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void run(String name, Start start, CompletableFuture<Void> done) {
        try {
            start.run();
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(new IllegalStateException(name + " did not start", e));
        }
    }

    private static void await(List<CompletableFuture<Void>> starting) {
        try {
            CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new))
                    .orTimeout(START_LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The local servers did not start: " + e.getCause(), e.getCause());
        }
    }

    private void collectSettings() {
        settings.putAll(database != null ? database.settings() : GivenServers.database(environment));
        settings.putAll(broker != null ? broker.settings() : GivenServers.broker(environment));
        settings.putAll(redis != null ? redis.settings() : GivenServers.redis(environment));
        settings.putAll(mail.settings());
        settings.put("EGRESS_ALLOW", "127.0.0.1/32,localhost");
        settings.putAll(LocalSecrets.settings());
    }

    private void stopAll() {
        // The data goes too, so there is nothing to end in good order.
        if (database != null) {
            quietly(database::kill);
        }
        if (redis != null) {
            quietly(redis::stop);
        }
        if (broker != null) {
            quietly(broker::stop);
        }
        quietly(mail::stop);
    }

    /** One server's trouble must not keep the others running. */
    private static void quietly(Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            System.err.println("While the local servers ended: " + e);
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException theJvmIsEnding) {
            // Then the hook is what called us.
        }
    }

    private boolean isGiven(String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private static <T> T present(T server, String variable) {
        if (server == null) {
            throw new IllegalStateException("That server is not ours: " + variable + " names another one.");
        }
        return server;
    }

    private interface Start {
        void run() throws Exception;
    }
}
