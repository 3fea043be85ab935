package com.altimacrm.email.transport.postmark;

/** The request left whole and its answer did not come: nobody knows what became of it. */
final class AnswerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a full sentence, fit for the tenant's eyes; never holds a secret */
    AnswerLost(String message) {
        super(message, null, false, false);
    }
}
