package com.altimacrm.email.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntConsumer;

/** One kept-alive HTTP/1.1 connection that posts and reads a status, and as little else as possible. */
final class HttpLine {
    private static final String LENGTH = "content-length:";

    private final NetSocket socket;
    private Buffer input = Buffer.buffer();
    private IntConsumer answered;

    HttpLine(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::received);
        socket.closeHandler(closed -> {
            if (answered != null) {
                answer(599);
            }
        });
    }

    /** Sends a whole request; one at a time. */
    void send(Buffer request, IntConsumer onStatus) {
        answered = onStatus;
        socket.write(request);
    }

    void close() {
        answered = null;
        socket.close();
    }

    private void received(Buffer more) {
        input.appendBuffer(more);
        int bodyStart = endOfHead();
        if (bodyStart < 0) {
            return;
        }
        String head = input.getString(0, bodyStart, StandardCharsets.US_ASCII.name());
        if (input.length() >= bodyStart + length(head)) {
            input = Buffer.buffer();
            answer(Integer.parseInt(head, 9, 12, 10));
        }
    }

    private void answer(int status) {
        IntConsumer tell = answered;
        answered = null;
        tell.accept(status);
    }

    private int endOfHead() {
        for (int i = 3; i < input.length(); i++) {
            if (input.getByte(i) == '\n' && input.getByte(i - 1) == '\r' && input.getByte(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int length(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        return at < 0
                ? 0
                : Integer.parseInt(lower.substring(at + LENGTH.length(), lower.indexOf('\r', at))
                        .strip());
    }
}
