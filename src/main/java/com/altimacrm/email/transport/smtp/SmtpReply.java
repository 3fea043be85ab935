package com.altimacrm.email.transport.smtp;

import java.util.List;

/**
 * One reply of a server (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param lines what follows the code, line by line
 */
record SmtpReply(int code, List<String> lines) {
    private static final int MAX_TEXT = 500;

    SmtpReply {
        lines = List.copyOf(lines);
    }

    boolean positive() {
        return code / 100 == 2;
    }

    boolean permanent() {
        return code / 100 == 5;
    }

    boolean temporary() {
        return code / 100 == 4;
    }

    /** The server says it closes the line; may come in place of any reply. */
    boolean closing() {
        return code == 421;
    }

    /** Refused for want of a proper login (RFC 4954 §6); no fault of the mail. */
    boolean wantsLogin() {
        return code == 530 || code == 534 || code == 535 || code == 538;
    }

    /** The enhanced status (RFC 2034) such as "4.7.0", or an empty text. */
    String enhanced() {
        String line = lines.get(0);
        int end = line.indexOf(' ');
        String word = end < 0 ? line : line.substring(0, end);
        boolean shaped = word.length() >= 5 && word.charAt(1) == '.' && word.charAt(0) == (char) ('0' + code / 100);
        return shaped && word.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9') ? word : "";
    }

    /** The whole reply on one line, at most 500 characters. */
    String text() {
        String text = (code + " " + String.join(" ", lines)).strip();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
