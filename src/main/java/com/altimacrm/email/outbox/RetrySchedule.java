package com.altimacrm.email.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a mail is tried again, and when it is given up.
 *
 * @param delays wait after the first, second, … failed attempt; when they are used up the mail is given up
 * @param expireAfter a mail older than this is given up whatever the delays say
 */
public record RetrySchedule(List<Duration> delays, Duration expireAfter) {
    public RetrySchedule {
        delays = List.copyOf(delays);
    }

    /** The wait after {@code failures} failed attempts (at least 1), or empty when the mail is given up. */
    public Optional<Duration> after(int failures, Instant createdAt, Instant now) {
        if (failures > delays.size() || expired(createdAt, now)) {
            return Optional.empty();
        }
        return Optional.of(delays.get(failures - 1));
    }

    /** Whether the mail has waited too long for any other attempt. */
    public boolean expired(Instant createdAt, Instant now) {
        return now.isAfter(createdAt.plus(expireAfter));
    }
}
