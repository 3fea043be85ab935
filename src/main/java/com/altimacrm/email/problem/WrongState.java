package com.altimacrm.email.problem;

/** HTTP 400: the thing exists, but its state does not allow this. */
public final class WrongState extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is the matter, with the value and the remedy; shown to the caller */
    public WrongState(String message) {
        super(message);
    }
}
