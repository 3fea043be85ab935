package com.altimacrm.email.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a body travels: as it is, quoted-printable or base64 (RFC 2045 §6), whichever is shortest and safe. */
enum BodyEncoding {
    SEVEN_BIT("7bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private static final int MAX_LINE = 998;
    private static final int QP_COLUMNS = 75;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final String token;

    BodyEncoding(String token) {
        this.token = token;
    }

    /** The word for Content-Transfer-Encoding. */
    String token() {
        return token;
    }

    /** The best encoding for canonical text. */
    static BodyEncoding forText(byte[] canonical) {
        int awkward = 0;
        int longest = 0;
        int line = 0;
        for (byte octet : canonical) {
            if (octet == '\n') {
                longest = Math.max(longest, line);
                line = 0;
            } else if (octet != '\r') {
                line++;
                awkward += octet < ' ' && octet != '\t' || octet == 127 ? 1 : 0;
            }
        }
        if (awkward == 0 && Math.max(longest, line) <= MAX_LINE) {
            return SEVEN_BIT;
        }
        return awkward > canonical.length / 6 ? BASE64 : QUOTED_PRINTABLE;
    }

    /** The body as this encoding writes it; the line break that ends its last line is for the writer to add. */
    byte[] encoded(byte[] canonical) {
        return switch (this) {
            case SEVEN_BIT -> canonical;
            case QUOTED_PRINTABLE -> quotedPrintable(canonical);
            case BASE64 -> Base64.getMimeEncoder().encode(canonical);
        };
    }

    /** UTF-8 octets with every line end (CRLF, CR, LF) as CRLF. */
    static byte[] canonical(String text) {
        return canonical(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] canonical(byte[] octets) {
        OctetSink out = new OctetSink(octets.length + octets.length / 32 + 16);
        int from = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet != '\n' && octet != '\r') {
                continue;
            }
            out.put(octets, from, i).crlf();
            boolean pair = octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            i += pair ? 1 : 0;
            from = i + 1;
        }
        return out.put(octets, from, octets.length).toArray();
    }

    private static byte[] quotedPrintable(byte[] body) {
        OctetSink out = new OctetSink(body.length + body.length / 4 + 64);
        int column = 0;
        for (int i = 0; i < body.length; i++) {
            byte octet = body[i];
            if (octet == '\r') {
                out.crlf();
                column = 0;
                i++;
                continue;
            }
            boolean asIs = octet >= '!' && octet <= '~' && octet != '=' || isSpace(octet) && !endsLine(body, i + 1);
            int width = asIs ? 1 : 3;
            if (column + width > QP_COLUMNS) {
                out.put('=').crlf();
                column = 0;
            }
            column += width;
            if (asIs) {
                out.put(octet);
            } else {
                out.put('=').put(HEX[octet >> 4 & 15]).put(HEX[octet & 15]);
            }
        }
        return out.toArray();
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean endsLine(byte[] body, int next) {
        return next == body.length || body[next] == '\r';
    }
}
