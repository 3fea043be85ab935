package com.altimacrm.email.message;

/** The rule for text that ends in a header: no CR, LF or NUL, refused rather than stripped (RFC 5322 §2.2). */
public final class HeaderText {
    private HeaderText() {}

    /**
     * The text itself, if it may stand in a header.
     *
     * @throws InvalidMessage naming the field, when it holds CR, LF or NUL
     */
    public static String checked(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new InvalidMessage(field, "Line breaks and NUL are not allowed here; remove them.");
            }
        }
        return text;
    }

    /** The text with control characters shown as escapes, fit for a log line or an error. */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
