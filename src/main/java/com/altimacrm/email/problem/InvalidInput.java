package com.altimacrm.email.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Input that breaks the rules (422): every faulty field in dotted form, each with its faults and their remedy. */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, List<String>> errors;

    public InvalidInput(Map<String, List<String>> errors) {
        super(firstOf(errors));
        this.errors = new LinkedHashMap<>(errors);
    }

    public InvalidInput(String field, String fault) {
        this(Map.of(field, List.of(fault)));
    }

    /** Dotted field name ("to.0.email") to its faults. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    private static String firstOf(Map<String, List<String>> errors) {
        return errors.entrySet().stream()
                .findFirst()
                .map(e -> e.getKey() + ": " + e.getValue().get(0))
                .orElse("The input is not valid.");
    }
}
