package com.altimacrm.email.attachment;

/** Makes a client's file name safe to show: no path, no control characters, nothing that turns the text around. */
final class Filename {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Filename() {}

    /** The cleaned name; empty when nothing is left of it. */
    static String clean(String raw) {
        String last = raw.substring(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder(last.length());
        last.codePoints().filter(Filename::shown).forEach(kept::appendCodePoint);
        String name = kept.toString().strip();
        return name.equals(".") || name.equals("..") ? "" : name;
    }

    private static boolean shown(int c) {
        // The joiners are format characters too, but Persian, Hindi and emoji need them.
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
            return true;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.SURROGATE:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return false;
            default:
                return true;
        }
    }
}
