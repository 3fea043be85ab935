package com.altimacrm.email.problem;

/** HTTP 409: the same key was used for something else. */
public final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is the matter, with the value and the remedy; shown to the caller */
    public Conflict(String message) {
        super(message);
    }
}
