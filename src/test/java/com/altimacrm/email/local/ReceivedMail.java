package com.altimacrm.email.local;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A mail as it came over the line.
 *
 * @param from the reverse path, empty for a bounce
 * @param to the recipients of the envelope, in the order of their RCPT commands
 * @param raw header and body, dots unstuffed, without the final dot; empty in counting mode
 * @param messageId the Message-ID header with its angle brackets, empty when there is none
 */
public record ReceivedMail(String from, List<String> to, byte[] raw, String messageId) {

    /** The message as text; octets above 127 read as UTF-8. */
    public String text() {
        return new String(raw, StandardCharsets.UTF_8);
    }

    /** The first header of that name, unfolded, not decoded. */
    public Optional<String> header(String name) {
        return header(raw, raw.length, name);
    }

    static Optional<String> header(byte[] message, int length, String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        StringBuilder value = null;
        for (int start = 0; start < length; ) {
            int end = lineEnd(message, start, length);
            String line = new String(message, start, end - start, StandardCharsets.UTF_8);
            if (value != null && (line.startsWith(" ") || line.startsWith("\t"))) {
                value.append(line);
            } else if (value != null || line.isEmpty()) {
                break;
            } else if (line.regionMatches(true, 0, wanted, 0, wanted.length())) {
                value = new StringBuilder(line.substring(wanted.length()));
            }
            start = end + 2;
        }
        return Optional.ofNullable(value).map(text -> text.toString().strip());
    }

    private static int lineEnd(byte[] message, int start, int length) {
        int end = start;
        while (end < length && message[end] != '\r') {
            end++;
        }
        return end;
    }
}
