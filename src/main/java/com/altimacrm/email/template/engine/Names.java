package com.altimacrm.email.template.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which top-level names a template uses, told apart from the names its loops bind. */
final class Names {
    private final Set<String> used = new LinkedHashSet<>();
    private final Deque<Set<String>> loops = new ArrayDeque<>();

    void use(String name) {
        if (loops.stream().noneMatch(bound -> bound.contains(name))) {
            used.add(name);
        }
    }

    void enter(Set<String> bound) {
        loops.push(bound);
    }

    void leave() {
        loops.pop();
    }

    Set<String> used() {
        return used;
    }
}
