package com.altimacrm.email.outbox;

import java.time.Instant;

/**
 * What a submission is answered with.
 *
 * @param outboxId the row
 * @param messageId the id the client asks by
 * @param internetMessageId Message-ID header without angle brackets
 * @param digest digest of the submission that made the row
 * @param status the row's status now
 * @param queuedAt when it was accepted
 * @param replayed true when the row was there already
 */
public record Receipt(
        String outboxId,
        String messageId,
        String internetMessageId,
        String digest,
        String status,
        Instant queuedAt,
        boolean replayed) {}
