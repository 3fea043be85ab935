package com.altimacrm.email.transport.postmark;

/** A request did not leave whole, so Postmark cannot have taken the mail. */
final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean away;

    /**
     * @param message a full sentence, fit for the tenant's eyes; never holds a secret
     * @param away whether Postmark could not be reached at all
     */
    NotSent(String message, boolean away) {
        super(message, null, false, false);
        this.away = away;
    }

    boolean away() {
        return away;
    }
}
