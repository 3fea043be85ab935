package com.altimacrm.email.message;

import java.util.List;
import java.util.Locale;

/**
 * One MIME part, its body encoded (RFC 2045).
 *
 * @param type value of Content-Type without parameters
 * @param parameters parameters of Content-Type
 * @param disposition parameters of {@code Content-Disposition: attachment}, or null for a body
 * @param encoding value of Content-Transfer-Encoding
 * @param body encoded, CRLF line ends
 */
record Entity(String type, List<String> parameters, List<String> disposition, String encoding, byte[] body) {
    private static final String UNKNOWN = "application/octet-stream";
    private static final String TOKEN_SPECIALS = "!#$&^_.+-";

    /** A text body. */
    static Entity text(String type, String content) {
        byte[] canonical = BodyEncoding.canonical(content);
        BodyEncoding encoding = BodyEncoding.forText(canonical);
        return new Entity(type, List.of("charset=utf-8"), null, encoding.token(), encoding.encoded(canonical));
    }

    /** A file; base64, but an attached mail stays as it is where it can (RFC 2046 §5.2.1). */
    static Entity file(AttachmentPart part) {
        String type = type(part.mimeType());
        List<String> disposition = FileName.parameters(part.filename());
        if (type.equals("message/rfc822")) {
            byte[] canonical = BodyEncoding.canonical(part.content());
            if (BodyEncoding.forText(canonical) == BodyEncoding.SEVEN_BIT) {
                return new Entity(type, List.of(), disposition, "7bit", BodyEncoding.SEVEN_BIT.encoded(canonical));
            }
        }
        boolean composite = type.startsWith("message/") || type.startsWith("multipart/");
        byte[] body = BodyEncoding.BASE64.encoded(part.content());
        return new Entity(composite ? UNKNOWN : type, charset(part.mimeType(), type), disposition, "base64", body);
    }

    /** Writes the part's header and body. */
    void write(OctetSink out) {
        HeaderWriter header = new HeaderWriter(out);
        header.parameters("Content-Type", type, parameters);
        header.plain("Content-Transfer-Encoding", encoding);
        if (disposition != null) {
            header.parameters("Content-Disposition", "attachment", disposition);
        }
        out.crlf().put(body);
    }

    /** Whether a line of the body could be taken for this boundary. */
    boolean mayHold(byte[] delimiter) {
        if (!encoding.equals("7bit")) {
            return false;
        }
        for (int i = 0; i + delimiter.length <= body.length; i++) {
            if (body[i] == '-' && startsWith(delimiter, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(byte[] delimiter, int from) {
        for (int i = 0; i < delimiter.length; i++) {
            if (body[from + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private static String type(String mimeType) {
        String raw = mimeType == null ? "" : mimeType;
        int end = raw.indexOf(';');
        String type = (end < 0 ? raw : raw.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        boolean wellFormed =
                slash > 0 && type.length() <= 70 && token(type.substring(0, slash)) && token(type.substring(slash + 1));
        return wellFormed ? type : UNKNOWN;
    }

    private static List<String> charset(String mimeType, String type) {
        int at = type.startsWith("text/") ? mimeType.toLowerCase(Locale.ROOT).indexOf("charset=") : -1;
        if (at < 0) {
            return List.of();
        }
        int end = mimeType.indexOf(';', at);
        String name = mimeType.substring(at + 8, end < 0 ? mimeType.length() : end)
                .replace("\"", "")
                .strip();
        return token(name) && name.length() <= 40 ? List.of("charset=" + name.toLowerCase(Locale.ROOT)) : List.of();
    }

    private static boolean token(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || TOKEN_SPECIALS.indexOf(c) >= 0));
    }

    @Override
    public String toString() {
        return "Entity[" + type + ", " + encoding + ", " + body.length + " bytes]";
    }
}
