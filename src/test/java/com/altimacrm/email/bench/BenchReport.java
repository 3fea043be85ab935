package com.altimacrm.email.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects what was measured and words it. */
final class BenchReport {
    private record Start(long readyMillis, long idleMegabytes, long busyMegabytes) {}

    private record Measured(String kind, BenchPhase phase) {}

    private final BenchSettings settings;
    private final Map<String, Start> starts = new LinkedHashMap<>();
    private final List<Measured> phases = new ArrayList<>();
    private final double busyBefore = Machine.busy();
    private Map<String, String> database = Map.of();
    private Optional<Double> postfix = Optional.empty();

    BenchReport(BenchSettings settings) {
        this.settings = settings;
    }

    void settings(Map<String, String> values) {
        database = values;
    }

    void started(String kind, long readyMillis, long megabytes) {
        starts.put(kind, new Start(readyMillis, megabytes, 0));
        System.out.printf("%s: ready after %d ms with %d MB%n", kind, readyMillis, megabytes);
    }

    void ended(String kind, long megabytes) {
        Start start = starts.get(kind);
        starts.put(kind, new Start(start.readyMillis(), start.idleMegabytes(), megabytes));
    }

    void phase(String kind, BenchPhase phase) {
        phases.add(new Measured(kind, phase));
    }

    void postfix(Optional<Double> mailsPerSecond) {
        postfix = mailsPerSecond;
    }

    /** Octets of one mail of the load on the SMTP line, for the yardstick to send mails as large. */
    long mailSize() {
        return 5 * 1024;
    }

    /** Prints and writes; false when a mail was lost, repeated or refused. */
    boolean publish() throws IOException {
        BenchPage page = page();
        System.out.println();
        System.out.println(page.content());
        if (!settings.page().isBlank() && page.writeTo(Path.of(settings.page()))) {
            System.out.println("Written to " + settings.page());
        }
        return phases.stream().allMatch(measured -> measured.phase().result().exactlyOnce());
    }

    private BenchPage page() throws IOException {
        BenchPage page = new BenchPage();
        page.text("");
        page.text("Machine: " + Machine.describe() + "; load average before the run "
                + String.format(Locale.ROOT, "%.1f", busyBefore) + ".");
        page.text("");
        page.text("Database: " + database + ".");
        page.text("");
        throughput(page);
        costs(page);
        starts(page);
        return page;
    }

    private void throughput(BenchPage page) {
        page.table(
                "Build",
                "Phase",
                "Rows before",
                "Mails",
                "Accepted/s",
                "Delivered/s",
                "Accept p50 / p95 / p99",
                "First attempt p50 / p95 / p99",
                "Once each");
        for (Measured measured : phases) {
            BenchPhase phase = measured.phase();
            LoadResult result = phase.result();
            page.row(
                    measured.kind(),
                    phase.name(),
                    Long.toString(phase.rows()),
                    Integer.toString(result.mails()),
                    rounded(result.accepted()),
                    rounded(result.delivered()),
                    result.accept().toString(),
                    result.attempt().toString(),
                    result.exactlyOnce() ? "yes" : "NO");
        }
        page.text("");
        postfix.ifPresent(rate -> page.text("Postfix relayed " + rounded(rate) + " mails/s of the same size on this"
                + " machine right after; the service's flood is " + ratio(rate) + " times that."));
        page.text("");
    }

    private String ratio(double postfixRate) {
        return phases.stream()
                .filter(measured -> measured.phase().name().equals("flood"))
                .findFirst()
                .map(measured -> String.format(
                        Locale.ROOT, "%.2f", measured.phase().result().delivered() / postfixRate))
                .orElse("-");
    }

    private void costs(BenchPage page) {
        page.table("Build", "Phase", "Processor time and database work per mail");
        phases.forEach(measured -> page.row(
                measured.kind(), measured.phase().name(), measured.phase().costs()));
        page.text("");
    }

    private void starts(BenchPage page) {
        page.table("Build", "Ready after", "Memory when ready", "Memory after the load");
        starts.forEach((kind, start) -> page.row(
                kind, start.readyMillis() + " ms", start.idleMegabytes() + " MB", start.busyMegabytes() + " MB"));
        page.text("");
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
