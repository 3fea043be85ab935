package com.altimacrm.email.problem;

/** HTTP 503: something we depend on is away and nothing was done; trying again later is safe. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is the matter, with the value and the remedy; shown to the caller */
    public Unavailable(String message) {
        super(message);
    }
}
