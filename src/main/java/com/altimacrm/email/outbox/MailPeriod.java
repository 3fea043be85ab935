package com.altimacrm.email.outbox;

import java.time.LocalDateTime;

/**
 * A span of time in UTC, matched against when a mail was sent or, while it is unsent, accepted.
 *
 * @param from first moment of it, or null for no limit
 * @param until first moment after it, or null for no limit
 */
public record MailPeriod(LocalDateTime from, LocalDateTime until) {
    /** Whether it limits anything. */
    public boolean isLimited() {
        return from != null || until != null;
    }
}
