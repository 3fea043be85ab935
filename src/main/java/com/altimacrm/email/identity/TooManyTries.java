package com.altimacrm.email.identity;

import java.time.Duration;

/** HTTP 429: too many failed logins; says how long to wait. */
public final class TooManyTries extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long seconds;

    TooManyTries(Duration wait) {
        super("Too many failed logins; wait " + roundedUp(wait) + " seconds.");
        this.seconds = roundedUp(wait);
    }

    /** Whole seconds to wait. */
    public long seconds() {
        return seconds;
    }

    private static long roundedUp(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1000);
    }
}
