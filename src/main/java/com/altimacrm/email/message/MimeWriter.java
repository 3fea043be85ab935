package com.altimacrm.email.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Turns a mail into the octets that leave (RFC 5322, RFC 2045 to 2049, RFC 2183, RFC 2231).
 *
 * <p>The same mail always gives the same octets, so a repeated attempt sends what the first one sent. Nothing in them
 * names this service, its version or its host.
 */
public final class MimeWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int HEADER_ROOM = 2048;
    private static final int MAX_MESSAGE_ID = 900;

    private MimeWriter() {}

    /**
     * Writes the mail: {@code mixed(alternative(text, html), attachments)}, each level only where it is needed. A plain
     * part is made from the HTML when the mail brings none.
     *
     * @throws InvalidMessage when the Message-ID or an extra header cannot stand in a header
     */
    public static WrittenMail write(OutgoingMessage mail) {
        Entity html = mail.html() == null ? null : Entity.text("text/html", mail.html());
        Entity text = Entity.text("text/plain", mail.text() == null ? PlainText.ofHtml(mail.html()) : mail.text());
        List<Entity> files = mail.attachments().stream().map(Entity::file).toList();
        OctetSink out = new OctetSink(expectedSize(html, text, files));
        header(mail, out);
        body(mail.messageId(), html, text, files, out);
        if (out.at(out.size() - 1) != '\n') {
            out.crlf();
        }
        return new WrittenMail(out.toArray(), needsSmtpUtf8(mail));
    }

    private static void header(OutgoingMessage mail, OctetSink out) {
        HeaderWriter header = new HeaderWriter(out);
        header.plain("Date", DATE.format(mail.date()));
        header.mailboxes("From", List.of(mail.from()));
        if (mail.replyTo() != null) {
            header.mailboxes("Reply-To", List.of(mail.replyTo()));
        }
        recipients(mail, header);
        header.text("Subject", mail.subject());
        header.plain("Message-ID", "<" + checkedId(mail.messageId()) + ">");
        mail.headers().forEach((name, value) -> header.text(HeaderPolicy.checkedName(name), value));
        header.plain("MIME-Version", "1.0");
    }

    private static void recipients(OutgoingMessage mail, HeaderWriter header) {
        List<EmailAddress> to = HeaderWriter.ofKind(RecipientKind.TO, mail.recipients());
        List<EmailAddress> cc = HeaderWriter.ofKind(RecipientKind.CC, mail.recipients());
        if (!to.isEmpty()) {
            header.mailboxes("To", to);
        } else if (cc.isEmpty()) {
            header.plain("To", "undisclosed-recipients:;");
        }
        if (!cc.isEmpty()) {
            header.mailboxes("Cc", cc);
        }
    }

    private static void body(String id, Entity html, Entity text, List<Entity> files, OctetSink out) {
        List<Entity> bodies = html == null ? List.of(text) : List.of(text, html);
        if (files.isEmpty()) {
            alternative(id, bodies, out);
            return;
        }
        String boundary = boundary("m" + id, bodies, files);
        multipart("mixed", boundary, out);
        delimiter(boundary, out);
        alternative(id, bodies, out);
        for (Entity file : files) {
            delimiter(boundary, out);
            file.write(out);
        }
        end(boundary, out);
    }

    private static void alternative(String id, List<Entity> bodies, OctetSink out) {
        if (bodies.size() == 1) {
            bodies.get(0).write(out);
            return;
        }
        String boundary = boundary("a" + id, bodies, List.of());
        multipart("alternative", boundary, out);
        for (Entity body : bodies) {
            delimiter(boundary, out);
            body.write(out);
        }
        end(boundary, out);
    }

    private static void multipart(String subtype, String boundary, OctetSink out) {
        new HeaderWriter(out)
                .parameters("Content-Type", "multipart/" + subtype, List.of("boundary=\"" + boundary + "\""));
    }

    /** The line break before a delimiter belongs to it, so that bodies keep their own last line. */
    private static void delimiter(String boundary, OctetSink out) {
        out.crlf().put("--").put(boundary).crlf();
    }

    private static void end(String boundary, OctetSink out) {
        out.crlf().put("--").put(boundary).put("--").crlf();
    }

    /** Made from the Message-ID, and made anew until no body holds it. "=_" stands in no encoded body (RFC 2045 §6.7). */
    private static String boundary(String seed, List<Entity> bodies, List<Entity> files) {
        for (int attempt = 0; ; attempt++) {
            String boundary = "=_" + digest(seed + "#" + attempt);
            byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
            boolean taken = bodies.stream().anyMatch(e -> e.mayHold(delimiter))
                    || files.stream().anyMatch(e -> e.mayHold(delimiter));
            if (!taken) {
                return boundary;
            }
        }
    }

    private static String digest(String seed) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String checkedId(String id) {
        boolean sound = !id.isEmpty()
                && id.length() <= MAX_MESSAGE_ID
                && id.chars().allMatch(c -> c > ' ' && c <= '~' && c != '<' && c != '>');
        if (!sound) {
            throw new InvalidMessage("message_id", "A Message-ID is printable ASCII without spaces or angle brackets.");
        }
        return id;
    }

    private static boolean needsSmtpUtf8(OutgoingMessage mail) {
        return mail.from().needsSmtpUtf8()
                || mail.replyTo() != null && mail.replyTo().needsSmtpUtf8()
                || mail.recipients().stream()
                        .anyMatch(r ->
                                r.kind() != RecipientKind.BCC && r.address().needsSmtpUtf8());
    }

    private static int expectedSize(Entity html, Entity text, List<Entity> files) {
        long size = HEADER_ROOM + text.body().length + (html == null ? 0 : html.body().length);
        for (Entity file : files) {
            size += file.body().length + 512L;
        }
        return Math.toIntExact(size);
    }
}
