package com.altimacrm.email.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** However the JVM ends, its servers and their data go with it. */
class LocalServersEndIT {

    @Test
    void sigtermLeavesNoProcessAndNoData() throws IOException {
        assertThatNothingIsLeftAfter(Process::destroy);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "There is no shell to watch from; see Watchdog.")
    void sigkillLeavesNoProcessAndNoData() throws IOException {
        assertThatNothingIsLeftAfter(Process::destroyForcibly);
    }

    private static void assertThatNothingIsLeftAfter(Consumer<Process> end) throws IOException {
        Process jvm = jvmWithServers();
        List<ProcessHandle> servers = readServers(jvm);
        assertThat(servers).as("MariaDB, Redis and the watchdog").hasSizeGreaterThanOrEqualTo(2);

        end.accept(jvm);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(foldersOf(jvm.pid())).isEmpty();
        });
    }

    private static Process jvmWithServers() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Holder.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<ProcessHandle> readServers(Process jvm) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith("SERVERS ")) {
            line = lines.readLine();
        }
        assertThat(line).as("the child JVM says which servers it started").isNotNull();
        return Arrays.stream(line.substring(8).split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    private static List<Path> foldersOf(long pid) throws IOException {
        try (var folders = Files.list(Path.of("target", "local-servers"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(pid + "-"))
                    .toList();
        }
    }

    /** The child JVM: starts all servers, says so, and waits to be ended. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            LocalServers.start(Map.of());
            System.out.println("SERVERS "
                    + ProcessHandle.current()
                            .descendants()
                            .map(child -> Long.toString(child.pid()))
                            .collect(Collectors.joining(" ")));
            Thread.currentThread().join();
        }
    }
}
