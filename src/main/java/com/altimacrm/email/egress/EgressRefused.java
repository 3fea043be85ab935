package com.altimacrm.email.egress;

/** A host that must not be connected to from here; the message names the host and the remedy. */
public final class EgressRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is refused and how an operator can allow it; fit for the tenant's eyes */
    public EgressRefused(String message) {
        super(message, null, false, false);
    }
}
