package com.altimacrm.email.transport.smtp;

/** The pool was closed for a newer one; ask again. */
final class PoolRetired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PoolRetired() {
        super("retired", null, false, false);
    }
}
