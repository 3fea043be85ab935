package com.altimacrm.email.transport.smtp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cuts the octets from a server into replies, within bounds a hostile server cannot stretch. */
final class ReplyReader {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 128;

    private final Consumer<SmtpReply> replies;
    private final byte[] line = new byte[MAX_LINE];
    private final List<String> lines = new ArrayList<>();
    private int length;
    private int code;
    private int unread;

    ReplyReader(Consumer<SmtpReply> replies) {
        this.replies = replies;
    }

    /**
     * Reads on, handing over each reply as it is complete.
     *
     * @throws LineBroken when this is no SMTP reply
     */
    void read(Buffer buffer) {
        int size = buffer.length();
        for (int i = 0; i < size; i++) {
            byte octet = buffer.getByte(i);
            if (octet == '\n') {
                unread = size - i - 1;
                complete();
            } else if (length == MAX_LINE) {
                throw malformed("a line of more than " + MAX_LINE + " octets");
            } else {
                line[length++] = octet;
            }
        }
    }

    /** Whether octets came after the reply just handed over. */
    boolean hasMore() {
        return unread > 0;
    }

    private void complete() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        int found = code(end);
        if (!lines.isEmpty() && found != code) {
            throw malformed("a reply of several codes");
        }
        code = found;
        lines.add(end > 4 ? visible(new String(line, 4, end - 4, StandardCharsets.UTF_8)) : "");
        if (lines.size() > MAX_LINES) {
            throw malformed("a reply of more than " + MAX_LINES + " lines");
        }
        if (end <= 3 || line[3] == ' ') {
            SmtpReply reply = new SmtpReply(code, lines);
            lines.clear();
            replies.accept(reply);
        }
    }

    private int code(int end) {
        boolean shaped = end >= 3
                && line[0] >= '2'
                && line[0] <= '5'
                && digit(line[1])
                && digit(line[2])
                && (end == 3 || line[3] == ' ' || line[3] == '-');
        if (!shaped) {
            throw malformed("'" + visible(new String(line, 0, Math.min(end, 60), StandardCharsets.UTF_8)) + "'");
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private static boolean digit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.chars().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> visible.append((char) c));
        return visible.toString().strip();
    }

    private static LineBroken malformed(String what) {
        return new LineBroken("the server sent " + what + ", which is no SMTP reply");
    }
}
