package com.altimacrm.email.template.engine;

/** A source that is not a template; the message names the line, the construct and the remedy. */
public final class InvalidTemplate extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    InvalidTemplate(int line, String message) {
        super("Line " + line + ": " + message);
        this.line = line;
    }

    /** The line of the fault, from 1. */
    public int line() {
        return line;
    }
}
