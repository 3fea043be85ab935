package com.altimacrm.email.bench;

import java.util.Arrays;
import java.util.Locale;

/** Many durations in nanoseconds, and the percentiles people ask for. */
final class Timings {
    private static final double MILLI = 1e6;
    private final long[] sorted;

    Timings(long[] nanos) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /** Milliseconds below which that share (0 to 1) of all durations lie. */
    double percentile(double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, index))] / MILLI;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f ms", percentile(0.5), percentile(0.95), percentile(0.99));
    }
}
