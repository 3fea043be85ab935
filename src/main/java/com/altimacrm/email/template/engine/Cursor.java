package com.altimacrm.email.template.engine;

/** A place in a source, and the reading of small pieces from it. */
final class Cursor {
    private static final int SHOWN = 30;
    private final String source;
    private int at;

    Cursor(String source) {
        this.source = source;
    }

    int at() {
        return at;
    }

    void jump(int place) {
        at = place;
    }

    boolean done() {
        return at >= source.length();
    }

    /** The present character; NUL at the end. */
    char peek() {
        return charAt(at);
    }

    char charAt(int place) {
        return place >= 0 && place < source.length() ? source.charAt(place) : '\0';
    }

    boolean sees(String text) {
        return source.startsWith(text, at);
    }

    boolean take(String text) {
        if (!sees(text)) {
            return false;
        }
        at += text.length();
        return true;
    }

    /** Takes a whole word: {@code or} is not the beginning of {@code order}. */
    boolean takeWord(String word) {
        if (!sees(word)
                || isNamePart(source.length() > at + word.length() ? source.codePointAt(at + word.length()) : 0)) {
            return false;
        }
        at += word.length();
        return true;
    }

    void skipSpace() {
        while (!done() && (Character.isWhitespace(peek()) || Character.isSpaceChar(peek()))) {
            at++;
        }
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** PHP drops the line break right after a directive, so texts written for it rely on that. */
    void skipLineBreak() {
        if (!take("\r\n")) {
            take("\n");
        }
    }

    boolean atName() {
        return !done() && isNameStart(source.codePointAt(at));
    }

    /** A letter or underscore, then letters, digits and underscores; empty when there is none. */
    String name() {
        int start = at;
        if (atName()) {
            do {
                at += Character.charCount(source.codePointAt(at));
            } while (!done() && isNamePart(source.codePointAt(at)));
        }
        return source.substring(start, at);
    }

    String digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return source.substring(start, at);
    }

    String text(int from, int to) {
        return source.substring(from, to);
    }

    int find(String text) {
        return source.indexOf(text, at);
    }

    int length() {
        return source.length();
    }

    static boolean isNameStart(int c) {
        return c == '_' || Character.isLetter(c);
    }

    static boolean isNamePart(int c) {
        return isNameStart(c) || Character.isDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    InvalidTemplate error(String message) {
        return errorAt(at, message);
    }

    InvalidTemplate errorAt(int place, String message) {
        int line = 1
                + (int) source.substring(0, Math.min(place, source.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new InvalidTemplate(line, message);
    }

    /** The rest of the line, cut short and without control characters, to show in an error. */
    String ahead() {
        if (done()) {
            return "the end of the template";
        }
        String rest = source.substring(at, Math.min(source.length(), at + SHOWN));
        return "'" + rest.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
