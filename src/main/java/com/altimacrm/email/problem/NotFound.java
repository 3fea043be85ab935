package com.altimacrm.email.problem;

/** HTTP 404: there is no such thing for this caller; another tenant's things are not there either. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is the matter, with the value and the remedy; shown to the caller */
    public NotFound(String message) {
        super(message);
    }
}
