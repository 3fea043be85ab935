package com.altimacrm.email.platform;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The one form of a time on the wire: ISO-8601 in UTC with exactly six fractional digits and {@code Z}. */
public final class WireTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private WireTime() {}

    /** The wire form, "2026-03-04T09:15:00.000000Z"; finer fractions are cut off, null stays null. */
    public static String text(Instant time) {
        return time == null ? null : FORM.format(time);
    }
}
