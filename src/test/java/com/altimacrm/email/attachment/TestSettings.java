package com.altimacrm.email.attachment;

import java.time.Duration;

/** Settings small enough to meet in a test. */
record TestSettings(
        long totalBytes,
        long memoryBytes,
        int fetchConcurrency,
        int maxWaiting,
        Duration maxWait,
        Duration connectTimeout,
        Duration fetchTimeout,
        Duration retryPause)
        implements AttachmentsConfig {

    static TestSettings usual() {
        return fetchingWithin(Duration.ofSeconds(10));
    }

    static TestSettings fetchingWithin(Duration limit) {
        return new TestSettings(
                40 << 20, 256 << 20, 8, 16, Duration.ofSeconds(5), Duration.ofSeconds(2), limit, Duration.ofMillis(20));
    }
}
