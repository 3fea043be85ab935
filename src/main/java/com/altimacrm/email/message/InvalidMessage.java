package com.altimacrm.email.message;

/** A mail that must not be sent as it stands; says which field is at fault and how to mend it. */
public final class InvalidMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    /**
     * @param field the field at fault, in the words of the wire ("subject", "to.0.email")
     * @param fault what is wrong with it and the remedy
     */
    public InvalidMessage(String field, String fault) {
        super(fault);
        this.field = field;
    }

    /** The field at fault, in the words of the wire. */
    public String field() {
        return field;
    }
}
