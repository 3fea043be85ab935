package com.altimacrm.email.bench;

import com.altimacrm.email.local.MailSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The yardstick: Postfix relays as many mails of the same size to the same kind of sink, through its durable queue. */
final class PostfixRun {
    private static final Path SCRIPT = Path.of("scripts", "bench-postfix.sh");
    private static final int LIMIT_SECONDS = 180;

    private PostfixRun() {}

    /** Mails per second from the first submission to the last mail at the sink; empty where Postfix cannot run. */
    static Optional<Double> run(int mails, int size) throws IOException, InterruptedException {
        boolean possible = Files.isExecutable(Path.of("/usr/sbin/postfix"))
                && Files.isExecutable(SCRIPT)
                && "root".equals(System.getProperty("user.name"));
        if (!possible) {
            return Optional.empty();
        }
        try (MailSink sink = MailSink.counting()) {
            return Optional.of(measured(sink, mails, size));
        }
    }

    private static double measured(MailSink sink, int mails, int size) throws IOException, InterruptedException {
        AtomicLong last = new AtomicLong();
        sink.onMail(mail -> last.set(System.nanoTime()));
        Process script = new ProcessBuilder(
                        "bash",
                        SCRIPT.toString(),
                        Integer.toString(sink.port()),
                        Integer.toString(mails),
                        Integer.toString(size))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return rate(script, sink, mails, last);
        } finally {
            script.getOutputStream().close();
            if (!script.waitFor(30, TimeUnit.SECONDS)) {
                script.destroy();
            }
        }
    }

    /** The script prints a line when it starts to submit, and another when it has submitted all. */
    private static double rate(Process script, MailSink sink, int mails, AtomicLong last)
            throws IOException, InterruptedException {
        var lines = script.inputReader();
        String line = lines.readLine();
        if (!"submitting".equals(line)) {
            throw new IllegalStateException("Postfix did not start: " + line);
        }
        long start = System.nanoTime();
        while (sink.mailCount() < mails) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                throw new IllegalStateException("Postfix delivered only " + sink.mailCount() + " of " + mails);
            }
            Thread.sleep(5);
        }
        return mails * 1e9 / (last.get() - start);
    }
}
