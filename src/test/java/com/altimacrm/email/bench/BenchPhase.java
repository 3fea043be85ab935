package com.altimacrm.email.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One measured phase.
 *
 * @param rows rows in the outbox when it began
 * @param cpu milliseconds of processor time per mail and part
 * @param work statements and commits of the database per mail
 */
record BenchPhase(String name, long rows, LoadResult result, Map<String, Double> cpu, Map<String, Double> work) {

    /** Processor time by part, in one line. */
    String costs() {
        return text(cpu, "%s %.2f ms") + "; " + text(work, "%s %.2f");
    }

    private static String text(Map<String, Double> values, String format) {
        return values.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, format, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
