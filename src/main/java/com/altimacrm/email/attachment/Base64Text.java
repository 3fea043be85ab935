package com.altimacrm.email.attachment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads base64 (RFC 4648 §4) as clients send it: line breaks and blanks are passed over, a data URL's head
 * (RFC 2397) too; any other stray character makes it invalid.
 */
final class Base64Text {
    private static final String DATA = "data:";
    private static final int MAX_HEAD = 300;

    private Base64Text() {}

    /** The bytes; empty when it is no base64. */
    static Optional<byte[]> decode(String text) {
        byte[] letters = text.substring(start(text)).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return Optional.of(Base64.getDecoder().decode(withoutBlanks(letters)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether so many letters must give more bytes than the limit even if a fifth of them were line breaks. */
    static boolean surelyLonger(String text, long limit) {
        return text.length() * 0.6 > limit;
    }

    /** The media type that a data URL names; null when the text is none, or names none. */
    static String mediaType(String text) {
        int start = start(text);
        if (start == 0) {
            return null;
        }
        String head = text.substring(DATA.length(), start - 1);
        String type = head.substring(0, head.toLowerCase(Locale.ROOT).lastIndexOf(";base64"));
        return type.isBlank() ? null : type;
    }

    private static int start(String text) {
        if (!text.regionMatches(true, 0, DATA, 0, DATA.length())) {
            return 0;
        }
        int comma = text.indexOf(',');
        boolean base64 = comma > 0
                && comma < MAX_HEAD
                && text.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64");
        return base64 ? comma + 1 : 0;
    }

    private static byte[] withoutBlanks(byte[] letters) {
        int kept = 0;
        for (byte letter : letters) {
            if (letter != '\r' && letter != '\n' && letter != ' ' && letter != '\t') {
                letters[kept++] = letter;
            }
        }
        return kept == letters.length ? letters : Arrays.copyOf(letters, kept);
    }
}
