package com.altimacrm.email.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Work folders of the local servers: one per process under {@code target/local-servers}, removed at the end. */
final class Folders {

    private Folders() {}

    static Path create() {
        Path parent = Path.of("target", "local-servers").toAbsolutePath();
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder under " + parent, e);
        }
    }

    /** Removes the folder with all it holds; what another process still holds open is left behind. */
    static void delete(Path folder) {
        for (Path path : deepestFirst(folder)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException stillInUse) {
                path.toFile().deleteOnExit();
            }
        }
    }

    private static List<Path> deepestFirst(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException gone) {
            return List.of();
        }
    }
}
