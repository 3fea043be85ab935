package com.altimacrm.email.transport.smtp;

import java.time.Duration;

/** The line is of no more use: dropped, timed out, or the other end does not speak SMTP. */
final class LineBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean timedOut;

    /** @param message what happened, as the end of a sentence ("the server closed the line") */
    LineBroken(String message) {
        this(message, false);
    }

    private LineBroken(String message, boolean timedOut) {
        super(message, null, false, false);
        this.timedOut = timedOut;
    }

    /** The server kept silent for too long. */
    static LineBroken silent(Duration limit) {
        return new LineBroken("the server did not answer within " + limit.toMillis() / 1000.0 + " s", true);
    }

    boolean timedOut() {
        return timedOut;
    }
}
