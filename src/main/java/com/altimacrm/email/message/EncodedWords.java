package com.altimacrm.email.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Encoded-words (RFC 2047): text of any script as ASCII words of at most 75 characters.
 *
 * <p>Each word holds whole characters, and, where it fits, whole clusters: a combining mark or the parts of a joined
 * emoji stay in one word.
 */
final class EncodedWords {
    static final int MAX_WORD = 75;
    private static final String START_B = "=?UTF-8?B?";
    private static final String START_Q = "=?UTF-8?Q?";
    private static final String END = "?=";
    private static final int FRAME = START_B.length() + END.length();
    private static final int SMALLEST = FRAME + 12;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private EncodedWords() {}

    /**
     * The text as encoded-words, in B or Q, whichever is shorter.
     *
     * @param firstRoom how many characters the first word may take; when too few to hold anything, the first word is as
     *     long as the others and belongs on a line of its own
     */
    static List<String> of(String text, int firstRoom) {
        boolean base64 = lengthInQ(text) > (utf8Length(text) + 2) / 3 * 4;
        int room = firstRoom < SMALLEST ? MAX_WORD : Math.min(firstRoom, MAX_WORD);
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = end(text, from, room - FRAME, base64);
            words.add(base64 ? inB(text.substring(from, to)) : inQ(text.substring(from, to)));
            from = to;
            room = MAX_WORD;
        }
        return words;
    }

    /** Where the word that starts here must end: after the last cluster that fits, or the last character if none. */
    private static int end(String text, int from, int room, boolean base64) {
        int budget = base64 ? room / 4 * 3 : room;
        int used = 0;
        int cluster = from;
        int at = from;
        int before = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (at > from && !extendsCluster(before, c)) {
                cluster = at;
            }
            used += base64 ? utf8Length(c) : lengthInQ(c);
            if (used > budget) {
                return cluster > from ? cluster : Math.max(at, from + Character.charCount(c));
            }
            before = c;
            at += Character.charCount(c);
        }
        return at;
    }

    private static boolean extendsCluster(int before, int c) {
        if (before < 0x300 && c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || c == 0x200D
                || before == 0x200D
                || c >= 0x1F3FB && c <= 0x1F3FF;
    }

    private static String inB(String piece) {
        return START_B + Base64.getEncoder().encodeToString(piece.getBytes(StandardCharsets.UTF_8)) + END;
    }

    private static String inQ(String piece) {
        StringBuilder word = new StringBuilder(MAX_WORD).append(START_Q);
        for (byte octet : piece.getBytes(StandardCharsets.UTF_8)) {
            if (octet == ' ') {
                word.append('_');
            } else if (plainInQ(octet)) {
                word.append((char) octet);
            } else {
                word.append('=').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
            }
        }
        return word.append(END).toString();
    }

    /** The set that is safe in a phrase too (RFC 2047 §5 rule 3). */
    private static boolean plainInQ(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c > 0 && "!*+-/".indexOf(c) >= 0;
    }

    private static int lengthInQ(String text) {
        return text.codePoints().map(EncodedWords::lengthInQ).sum();
    }

    private static int lengthInQ(int c) {
        return c == ' ' || plainInQ(c) ? 1 : 3 * utf8Length(c);
    }

    private static int utf8Length(String text) {
        return text.codePoints().map(EncodedWords::utf8Length).sum();
    }

    /** A lone surrogate is written as a question mark, one octet. */
    private static int utf8Length(int c) {
        if (c < 0x80 || c >= 0xD800 && c <= 0xDFFF) {
            return 1;
        }
        return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
