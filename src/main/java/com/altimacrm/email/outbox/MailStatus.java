package com.altimacrm.email.outbox;

import java.util.Locale;

/** Where a mail stands; the wire and the table show the lower-case name. */
public enum MailStatus {
    /** Waiting for an attempt, or in one. */
    PENDING(false),
    /** Put back by hand, waiting for an attempt. */
    QUEUED(false),
    /** A provider took responsibility for at least one recipient, and no recipient is open. */
    SENT(true),
    /** No recipient was taken, and none will be tried again. */
    FAILED(true),
    /** Sent, and later returned. */
    BOUNCED(true),
    /** The line dropped after the body went out, and the tenant prefers to hold such mail. */
    UNCERTAIN(true),
    /** Withdrawn before any attempt. */
    CANCELLED(true);

    private final boolean end;

    MailStatus(boolean end) {
        this.end = end;
    }

    /** Whether no further attempt follows by itself. */
    public boolean isEnd() {
        return end;
    }

    /** The name on the wire and in the table. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
