package com.altimacrm.email.local;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends our child processes and removes our folder when this JVM dies without running its shutdown hooks (SIGKILL).
 *
 * <p>A small shell reads process ids from a pipe. When the pipe closes and the last word was not {@code done}, we are
 * dead: it kills them. On Windows there is no such shell and this does nothing; the shutdown hook is all there is.
 */
public final class Watchdog {

    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            pids=
            while read -r word; do
              [ "$word" = done ] && exit 0
              pids="$pids $word"
            done
            kill -9 $pids
            sleep 1
            rm -rf "$1"
            """;

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    /** Starts the watch; {@code folder} is removed with the processes. */
    public static Watchdog over(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return new Watchdog(null);
        }
        return new Watchdog(new ProcessBuilder("/bin/sh", "-c", SCRIPT, "altima-watchdog", folder.toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start());
    }

    /** From now on the process is killed when this JVM dies. */
    public void watch(Process child) {
        say(Long.toString(child.pid()));
    }

    /** To be called when the children have ended in good order. */
    public void dismiss() {
        say("done");
    }

    private synchronized void say(String word) {
        if (shell == null) {
            return;
        }
        try {
            OutputStream pipe = shell.getOutputStream();
            pipe.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException shellIsGone) {
            // Nothing is lost but the protection against SIGKILL.
        }
    }
}
