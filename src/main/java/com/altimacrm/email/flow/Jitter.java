package com.altimacrm.email.flow;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads waits, so that what failed together is not tried again together. */
public final class Jitter {
    private Jitter() {}

    /** A wait between 80 % and 120 % of the given one. */
    public static Duration around(Duration wait) {
        double factor = 0.8 + ThreadLocalRandom.current().nextDouble() * 0.4;
        return Duration.ofMillis(Math.max(1, Math.round(wait.toMillis() * factor)));
    }
}
