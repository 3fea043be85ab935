package com.altimacrm.email.support;

import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.ReceivedMail;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;

/** What has arrived at a sink, read by another MIME implementation than the one that wrote it. */
public final class Inbox {
    private final MailSink sink;

    public Inbox(MailSink sink) {
        this.sink = sink;
    }

    /** Waits for the mail with this decoded subject. */
    public Mail await(String subject) {
        return Awaitility.await("mail '" + subject + "'")
                .atMost(Crm.PATIENCE)
                .until(() -> withSubject(subject), found -> !found.isEmpty())
                .get(0);
    }

    /** Every copy that has arrived with this subject. */
    public List<Mail> withSubject(String subject) {
        return sink.mails().stream()
                .map(Mail::new)
                .filter(mail -> subject.equals(mail.subject()))
                .toList();
    }

    /** A received mail, parsed. */
    public static final class Mail {
        private final ReceivedMail received;
        private final MimeMessage message;

        Mail(ReceivedMail received) {
            this.received = received;
            try {
                this.message = new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(received.raw()));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Envelope and raw text. */
        public ReceivedMail received() {
            return received;
        }

        public String subject() {
            return get(message::getSubject);
        }

        /** The header's first value, unfolded, not decoded. */
        public String header(String name) {
            return received.header(name).orElse(null);
        }

        /** The decoded content of the first part of this type, such as {@code text/html}. */
        public String part(String type) {
            return get(() -> parts(message.getContent()).stream()
                    .filter(part -> has(part, type))
                    .map(part -> String.valueOf(get(part::getContent)))
                    .findFirst()
                    .orElseGet(() -> isPlain(type) ? String.valueOf(get(message::getContent)) : null));
        }

        /** The file of this name, as bytes. */
        public byte[] file(String name) {
            return get(() -> parts(message.getContent()).stream()
                    .filter(part -> name.equals(get(part::getFileName)))
                    .map(part -> get(() -> part.getInputStream().readAllBytes()))
                    .findFirst()
                    .orElseThrow());
        }

        private boolean isPlain(String type) {
            return get(() -> message.isMimeType(type));
        }

        private static boolean has(BodyPart part, String type) {
            return get(() -> part.isMimeType(type) && part.getFileName() == null);
        }

        private static List<BodyPart> parts(Object content) throws MessagingException, IOException {
            List<BodyPart> parts = new ArrayList<>();
            if (content instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    parts.add(multipart.getBodyPart(i));
                    parts.addAll(parts(multipart.getBodyPart(i).getContent()));
                }
            }
            return parts;
        }

        private static <T> T get(Reading<T> reading) {
            try {
                return reading.read();
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private interface Reading<T> {
            T read() throws MessagingException, IOException;
        }
    }
}
