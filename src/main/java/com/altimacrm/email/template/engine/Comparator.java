package com.altimacrm.email.template.engine;

import java.util.List;

/** The comparing operators; each list puts the longer symbol first, as they are tried in that order. */
enum Comparator {
    IDENTICAL("==="),
    EQUAL("=="),
    NOT_IDENTICAL("!=="),
    NOT_EQUAL("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    LESS("<"),
    MORE(">");

    static final List<Comparator> EQUALITY = List.of(IDENTICAL, EQUAL, NOT_IDENTICAL, NOT_EQUAL);
    static final List<Comparator> ORDER = List.of(AT_MOST, AT_LEAST, LESS, MORE);

    private final String symbol;

    Comparator(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    boolean holds(Object left, Object right) {
        return switch (this) {
            case IDENTICAL -> Values.identical(left, right);
            case EQUAL -> Values.equal(left, right);
            case NOT_IDENTICAL -> !Values.identical(left, right);
            case NOT_EQUAL -> !Values.equal(left, right);
            case AT_MOST, AT_LEAST, LESS, MORE -> ordered(Values.order(left, right));
        };
    }

    private boolean ordered(Integer order) {
        if (order == null) {
            return false;
        }
        return switch (this) {
            case AT_MOST -> order <= 0;
            case AT_LEAST -> order >= 0;
            case LESS -> order < 0;
            default -> order > 0;
        };
    }
}
