package com.altimacrm.email.transport.smtp;

/** No line to the server could be had; says at which step it failed and what to look at. */
final class NoLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a full sentence, fit for the tenant's eyes; never holds a secret */
    NoLine(String message) {
        super(message, null, false, false);
    }
}
