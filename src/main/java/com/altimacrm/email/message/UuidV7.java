package com.altimacrm.email.message;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUID version 7 (RFC 9562 §5.7): sortable by the time of making, so that new rows land at the end of an index.
 *
 * <p>Ids made by one process strictly grow: within a millisecond the 12 bits after the time count up, and when they
 * overflow the next millisecond is borrowed.
 */
public final class UuidV7 {
    private static final int COUNTER_BITS = 12;
    private static final AtomicLong LAST = new AtomicLong();

    private UuidV7() {}

    /** A new id. */
    public static UUID next() {
        long now = System.currentTimeMillis() << COUNTER_BITS;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (tick >>> COUNTER_BITS) << 16 | 0x7000L | (tick & 0xFFF);
        // The JDK's generator is seeded at run time, also in a native image; its low half has the variant bits set.
        return new UUID(high, UUID.randomUUID().getLeastSignificantBits());
    }

    /** A new id in its 36-character text form. */
    public static String nextText() {
        return next().toString();
    }
}
