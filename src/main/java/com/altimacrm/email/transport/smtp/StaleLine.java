package com.altimacrm.email.transport.smtp;

/** A kept connection turned out dead before it took anything of the mail; a fresh one may be tried at once. */
final class StaleLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleLine(String message) {
        super(message, null, false, false);
    }
}
