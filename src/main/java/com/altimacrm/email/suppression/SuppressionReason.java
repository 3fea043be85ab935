package com.altimacrm.email.suppression;

import java.util.Arrays;
import java.util.Locale;

/** Why an address is not written to, the weakest reason first: a stronger one replaces a weaker one. */
public enum SuppressionReason {
    /** Somebody put it on the list. */
    MANUAL,
    /** The recipient asked for it. */
    UNSUBSCRIBE,
    /** The address does not take mail. */
    HARD_BOUNCE,
    /** The recipient reported a mail as spam. */
    COMPLAINT;

    /** The name on the wire and in the table. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names on the wire. */
    public static String[] wireNames() {
        return Arrays.stream(values()).map(SuppressionReason::wireName).toArray(String[]::new);
    }
}
