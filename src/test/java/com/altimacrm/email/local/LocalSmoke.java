package com.altimacrm.email.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends one mail through a running service and checks that it arrives whole. */
final class LocalSmoke {

    private static final int LIMIT_SECONDS = 60;

    private LocalSmoke() {}

    static void run(LocalApi api, LocalSeed seed, LocalMailbox mailbox, Process service, PrintStream out)
            throws IOException, InterruptedException {
        api.login(seed.email(), seed.password());
        long start = System.nanoTime();
        api.post("/api/email/send", mail(seed));
        ReceivedMail mail = mailbox.awaitFirst(LIMIT_SECONDS);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (!mail.to().equals(List.of("ann@example.test")) || mail.messageId().isEmpty()) {
            throw new IllegalStateException("A mail has arrived, and not the one that was sent: " + mail.to());
        }
        out.printf("SMOKE delivered after %d ms; memory %s%n", millis, memory(service));
    }

    private static Map<String, Object> mail(LocalSeed seed) {
        return Map.of(
                "tenant_id", seed.tenantId(),
                "provider_id", seed.providerId(),
                "from", "crm@demo.test",
                "to", List.of("ann@example.test"),
                "subject", "Smoke test",
                "body_format", "Text",
                "body_content", "It works.");
    }

    /** The resident set of the process, where the system tells (Linux). */
    private static String memory(Process service) throws IOException {
        Path status = Path.of("/proc", Long.toString(service.pid()), "status");
        if (!Files.isReadable(status)) {
            return "unknown on this system";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.substring(6).strip())
                .findFirst()
                .orElse("unknown");
    }
}
