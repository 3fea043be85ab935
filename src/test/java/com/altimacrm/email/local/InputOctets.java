package com.altimacrm.email.local;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a client has sent and the session not yet consumed. */
final class InputOctets {

    private byte[] octets = new byte[8192];
    private int start;
    private int end;
    private int scanned;

    void add(Buffer more) {
        makeRoom(more.length());
        more.getBytes(octets, end);
        end += more.length();
    }

    boolean isEmpty() {
        return start == end;
    }

    /** The next line without its end, or null when it is not complete. */
    String nextLine() {
        for (int i = start; i < end; i++) {
            if (octets[i] == '\n') {
                int lineEnd = i > start && octets[i - 1] == '\r' ? i - 1 : i;
                String line = new String(octets, start, lineEnd - start, StandardCharsets.UTF_8);
                consume(i + 1);
                return line;
            }
        }
        return null;
    }

    /** The length of the message up to its final dot, or -1 when that is not here yet. */
    int messageLength() {
        for (int i = Math.max(start, scanned); i + 2 < end; i++) {
            if (octets[i] == '.' && octets[i + 1] == '\r' && octets[i + 2] == '\n' && isLineStart(i)) {
                scanned = i;
                return i - start;
            }
        }
        scanned = Math.max(start, end - 2);
        return -1;
    }

    String messageId(int length) {
        byte[] head = Arrays.copyOfRange(octets, start, start + Math.min(length, 16_384));
        return ReceivedMail.header(head, head.length, "Message-ID").orElse("");
    }

    /** The message with its dots unstuffed. */
    byte[] message(int length) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(length);
        for (int i = start; i < start + length; i++) {
            if (octets[i] != '.' || !isLineStart(i)) {
                message.write(octets[i]);
            }
        }
        return message.toByteArray();
    }

    void consumeMessage(int length) {
        consume(start + length + 3);
    }

    private boolean isLineStart(int i) {
        return i == start || (i >= start + 2 && octets[i - 1] == '\n' && octets[i - 2] == '\r');
    }

    private void consume(int to) {
        start = to;
        scanned = to;
        if (start == end) {
            start = 0;
            end = 0;
            scanned = 0;
        }
    }

    private void makeRoom(int count) {
        if (end + count <= octets.length) {
            return;
        }
        byte[] target = end - start + count <= octets.length ? octets : new byte[2 * (end - start + count)];
        System.arraycopy(octets, start, target, 0, end - start);
        scanned = Math.max(0, scanned - start);
        end -= start;
        start = 0;
        octets = target;
    }
}
