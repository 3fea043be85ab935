package com.altimacrm.email.template.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was wrong with the values given to one or more renderings, all of it rather than the first; 100 at most. */
public final class Faults {
    private final Map<String, String> byPath = new LinkedHashMap<>();

    /**
     * Notes a fault; the first of a path is kept.
     *
     * @param path the value's dotted path ("items.3.price"); empty when no single value is to blame
     * @param fault what is the matter, and the remedy
     */
    public void add(String path, String fault) {
        if (byPath.size() < Limits.FAULTS) {
            byPath.putIfAbsent(path, fault);
        }
    }

    /** Whether nothing was wrong. */
    public boolean isEmpty() {
        return byPath.isEmpty();
    }

    /** Dotted path to fault, in the order they were met. */
    public Map<String, String> byPath() {
        return Collections.unmodifiableMap(byPath);
    }
}
