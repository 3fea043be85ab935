package com.altimacrm.email.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that runs as its own process, with its output in a log file. */
final class ChildProcess {

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ChildProcess start(Watchdog watchdog, Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        watchdog.watch(process);
        return new ChildProcess(process, log);
    }

    /** Asks the process to end, and after {@code seconds} makes it. */
    void stop(int seconds) {
        process.destroy();
        if (!endsWithin(seconds)) {
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
        endsWithin(10);
    }

    private boolean endsWithin(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Polls until {@code ready} answers true; fails with the end of the log when the process ends or time runs out. */
    void awaitReady(String name, int seconds, Check ready) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!passes(ready)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                kill();
                throw new IllegalStateException(
                        name + " did not start within " + seconds + " s. Its log:\n" + logTail());
            }
            pause();
        }
    }

    private static boolean passes(Check ready) {
        try {
            return ready.passes();
        } catch (Exception notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a local server was starting", e);
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /** A question to a server that is starting; an exception means no. */
    interface Check {
        boolean passes() throws Exception;
    }
}
