package com.altimacrm.email.egress;

/** A host name that has no address now; it may have one later. */
public final class EgressUnresolved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message which name, and what to look at; fit for the tenant's eyes */
    public EgressUnresolved(String message) {
        super(message, null, false, false);
    }
}
