package com.altimacrm.email.template.engine;

/** Ends a rendering that costs too much; never leaves this package. */
final class LimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String path;

    LimitExceeded(String path, String message) {
        super(message, null, false, false);
        this.path = path;
    }

    String path() {
        return path;
    }
}
