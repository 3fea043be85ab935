package com.altimacrm.email.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What the numbers were measured on. */
final class Machine {
    private static final int SYNCS = 200;

    private Machine() {}

    static String describe() throws IOException {
        return String.format(
                Locale.ROOT,
                "%d cores%s, %s memory, %s %s, Java %s, %d durable 4 KB writes per second",
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name", " (%s)"),
                memory(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                syncsPerSecond());
    }

    /** How many other processes wanted a processor over the last minute; -1 where the system does not tell. */
    static double busy() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String memory() throws IOException {
        String kilobytes = line("/proc/meminfo", "MemTotal", "%s").replaceAll("\\D", "");
        return kilobytes.isEmpty() ? "unknown" : Math.round(Long.parseLong(kilobytes) / 1e6) + " GB";
    }

    private static String line(String file, String start, String format) throws IOException {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            return "";
        }
        return Files.readAllLines(path).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> String.format(
                        format, line.substring(line.indexOf(':') + 1).strip()))
                .orElse("");
    }

    private static long syncsPerSecond() throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "sync", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(4096);
            long start = System.nanoTime();
            for (int i = 0; i < SYNCS; i++) {
                block.clear();
                channel.write(block);
                channel.force(false);
            }
            return SYNCS * 1_000_000_000L / (System.nanoTime() - start);
        } finally {
            Files.delete(file);
        }
    }
}
