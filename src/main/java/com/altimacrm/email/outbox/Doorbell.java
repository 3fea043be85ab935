package com.altimacrm.email.outbox;

/** Tells some replica that a stored mail is ready; a hint that may be lost or repeated, never the mail itself. */
public interface Doorbell {
    /** Rings for one mail, without waiting and without failing. */
    void ring(MailReference mail);
}
