package com.altimacrm.email.outbox;

/** How a list of mails is sorted; ties by id, newest first. */
public enum MailOrder {
    /** Newest accepted first. */
    CREATED,
    /** Newest sent first, then what was not sent, newest accepted first. */
    SENT
}
