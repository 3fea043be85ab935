package com.altimacrm.email.outbox;

import java.time.Instant;

/**
 * How far a mail is.
 *
 * @param retryCount failed attempts so far
 * @param error why it failed or waits, or null
 */
public record MailProgress(MailStatus status, int retryCount, String providerMessageId, String error, Instant sentAt) {
    /** Whether there is something to tell: it ended, or its first attempt did not succeed. */
    public boolean isDecided() {
        return status.isEnd() || error != null;
    }
}
