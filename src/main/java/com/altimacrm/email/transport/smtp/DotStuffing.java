package com.altimacrm.email.transport.smtp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Makes a mail transparent for DATA: a dot that starts a line is doubled, and a lone dot ends it (RFC 5321 §4.5.2). */
final class DotStuffing {
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

    private DotStuffing() {}

    /** The whole of DATA, its end included. The mail's line ends are CRLF and its last line is ended. */
    static Buffer of(byte[] mail) {
        Buffer data = Buffer.buffer(mail.length + mail.length / 64 + 16);
        int from = 0;
        for (int i = 0; i < mail.length; i++) {
            if (mail[i] == '.' && (i == 0 || mail[i - 1] == '\n')) {
                data.appendBytes(mail, from, i - from + 1);
                from = i;
            }
        }
        return data.appendBytes(mail, from, mail.length - from).appendBytes(END);
    }
}
