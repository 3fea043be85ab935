package com.altimacrm.email.template.engine;

import java.util.Map;

/** The state of one rendering: what it sees, what it has written and what it has cost. */
final class Rendering {
    private static final Map<String, String> STAND_INS = Map.of("first_name", "name", "company_name", "company");

    private final Map<String, Object> data;
    private final Part part;
    private final Faults faults;
    private final StringBuilder out = new StringBuilder();
    private Binding innermost;
    private int turns;
    private int steps;

    Rendering(Map<String, Object> data, Part part, Faults faults) {
        this.data = data;
        this.part = part;
        this.faults = faults;
    }

    /** A loop variable: its value and where in the data it came from. */
    record Binding(String name, Object value, String path, Binding outer) {}

    Binding bound(String name) {
        Binding binding = innermost;
        while (binding != null && !binding.name().equals(name)) {
            binding = binding.outer();
        }
        return binding;
    }

    /** A top-level value, or {@link Values#MISSING}. */
    Object global(String name) {
        Object value = Values.member(data, name);
        String standIn = value == Values.MISSING ? STAND_INS.get(name) : null;
        return standIn == null ? value : Values.member(data, standIn);
    }

    Binding mark() {
        return innermost;
    }

    void bind(String name, Object value, String path) {
        innermost = new Binding(name, value, path, innermost);
    }

    void release(Binding mark) {
        innermost = mark;
    }

    void fault(String path, String fault) {
        faults.add(path, fault);
    }

    void turn(String path) {
        if (++turns > Limits.LOOP_TURNS) {
            throw new LimitExceeded(
                    path, "The template loops more than " + Limits.LOOP_TURNS + " times; send fewer items.");
        }
    }

    void step(int cost) {
        steps += cost;
        if (steps > Limits.STEPS) {
            throw new LimitExceeded("", "Rendering the template takes too long; use fewer items or smaller loops.");
        }
    }

    /** Text of the template itself. */
    void literal(String text) {
        room(text.length());
        out.append(text);
    }

    /** Text that came from the data. */
    void value(String text, boolean raw) {
        room(text.length());
        if (raw || part != Part.HTML) {
            out.append(text);
        } else {
            escape(text);
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String entity = entity(c);
            if (entity == null) {
                out.append(c);
            } else {
                out.append(entity);
            }
            room(0);
        }
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#039;";
            default -> null;
        };
    }

    private void room(int more) {
        if (out.length() + more > Limits.OUTPUT) {
            throw new LimitExceeded(
                    "", "The rendered template is longer than " + Limits.OUTPUT + " characters; send less data.");
        }
    }

    String text() {
        return part == Part.SUBJECT ? oneLine(out) : out.toString();
    }

    /** A header is one line: every run of control characters becomes a space (RFC 5322 §2.2). */
    static String oneLine(CharSequence text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = isBreak(c);
            if (!control) {
                line.append(c);
            } else if (!gap) {
                line.append(' ');
            }
            gap = control;
        }
        return line.toString().strip();
    }

    private static boolean isBreak(char c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }
}
