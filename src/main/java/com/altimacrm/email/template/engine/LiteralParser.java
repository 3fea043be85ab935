package com.altimacrm.email.template.engine;

import java.math.BigDecimal;

/** Reads quoted text and numbers. */
final class LiteralParser {
    private final Cursor in;

    LiteralParser(Cursor in) {
        this.in = in;
    }

    boolean starts() {
        return isQuote() || isDigit(in.peek()) || in.peek() == '-' && isDigit(in.charAt(in.at() + 1));
    }

    Object read() {
        return isQuote() ? quoted() : number();
    }

    /** What stands between brackets: a quoted key or the number of an item. */
    String key() {
        if (isQuote()) {
            return quoted();
        }
        String digits = in.digits();
        if (digits.isEmpty()) {
            throw in.error("Expected a quoted key or a number after '[', found " + in.ahead() + ".");
        }
        return digits;
    }

    private boolean isQuote() {
        return in.peek() == '\'' || in.peek() == '"';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private Object number() {
        int start = in.at();
        in.take("-");
        in.digits();
        if (in.peek() == '.' && isDigit(in.charAt(in.at() + 1))) {
            in.take(".");
            in.digits();
        }
        return parsed(start, in.text(start, in.at()));
    }

    private Object parsed(int start, String digits) {
        if (digits.length() > 40) {
            throw in.errorAt(start, "The number has too many digits.");
        }
        try {
            return digits.indexOf('.') < 0 ? (Object) Long.parseLong(digits) : Double.valueOf(digits);
        } catch (NumberFormatException tooLarge) {
            return new BigDecimal(digits);
        }
    }

    private String quoted() {
        int start = in.at();
        char quote = in.peek();
        StringBuilder text = new StringBuilder();
        in.jump(start + 1);
        while (in.peek() != quote) {
            if (in.done()) {
                throw in.errorAt(start, "The text that begins with " + quote + " is never closed.");
            }
            refuseInterpolation(quote);
            text.append(character(quote));
        }
        in.jump(in.at() + 1);
        return text.toString();
    }

    private void refuseInterpolation(char quote) {
        char next = in.charAt(in.at() + 1);
        boolean variable = in.peek() == '$' && (Cursor.isNameStart(next) || next == '{') || in.sees("{$");
        if (quote == '"' && variable) {
            throw in.error("A variable inside double quotes is not replaced; write it as {{ $name }} of its own.");
        }
    }

    private char character(char quote) {
        char c = in.peek();
        in.jump(in.at() + 1);
        char next = in.peek();
        if (c != '\\' || in.done()) {
            return c;
        }
        if (next == quote || next == '\\' || quote == '"' && "nrt$".indexOf(next) >= 0) {
            in.jump(in.at() + 1);
            return quote == '"' ? escaped(next) : next;
        }
        return c;
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
