package com.altimacrm.email.outbox;

/**
 * The wish to hold a mail.
 *
 * @param lapsed whether it may be taken over from a replica whose lease has lapsed
 */
public record ClaimRequest(String outboxId, boolean lapsed) {}
