package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.WrittenMail;
import com.altimacrm.email.transport.RecipientRefusal;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The commands that announce a mail: who sends it, to whom, and what the server must be able to do. */
final class Envelope {
    private static final String NEEDS_UTF8 = "5.6.7 the server does not take addresses in other scripts (no SMTPUTF8)";

    private final EmailAddress sender;
    private final WrittenMail mail;
    private final Capabilities offered;
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<RecipientRefusal> refused = new ArrayList<>();

    Envelope(OutgoingMessage message, WrittenMail mail, Capabilities offered) {
        this.sender = message.returnPath() == null ? message.from() : message.returnPath();
        this.mail = mail;
        this.offered = offered;
        for (Recipient recipient : message.envelopeTo()) {
            if (recipient.address().needsSmtpUtf8() && !takesUtf8()) {
                refused.add(new RecipientRefusal(recipient.position(), true, "553 " + NEEDS_UTF8));
            } else {
                recipients.add(recipient);
            }
        }
    }

    /** Why this server can never take the mail, or null. */
    String impossible() {
        if ((mail.needsSmtpUtf8() || sender.needsSmtpUtf8()) && !takesUtf8()) {
            return "553 " + NEEDS_UTF8;
        }
        int size = mail.bytes().length;
        if (offered.maxSize() > 0 && size > offered.maxSize()) {
            return "552 5.3.4 the mail has " + size + " octets, the server takes " + offered.maxSize();
        }
        return null;
    }

    /** Those the server is asked about, in order. */
    List<Recipient> recipients() {
        return recipients;
    }

    /** Those that cannot even be named to this server. */
    List<RecipientRefusal> refused() {
        return refused;
    }

    String mailFrom() {
        StringBuilder command = new StringBuilder(120)
                .append("MAIL FROM:<")
                .append(sender.address())
                .append('>');
        if (offered.offers("SIZE")) {
            command.append(" SIZE=").append(mail.bytes().length);
        }
        if (needsUtf8()) {
            command.append(" BODY=8BITMIME SMTPUTF8");
        }
        return command.toString();
    }

    static String rcptTo(Recipient recipient) {
        return "RCPT TO:<" + recipient.address().address() + ">";
    }

    /** All of it with DATA at the end, for a server that takes commands in a row (RFC 2920). */
    Buffer batch() {
        StringBuilder batch = new StringBuilder(120 + 60 * recipients.size()).append(mailFrom());
        recipients.forEach(recipient -> batch.append("\r\n").append(rcptTo(recipient)));
        return Buffer.buffer(batch.append("\r\nDATA\r\n").toString());
    }

    private boolean needsUtf8() {
        return mail.needsSmtpUtf8()
                || sender.needsSmtpUtf8()
                || recipients.stream().anyMatch(r -> r.address().needsSmtpUtf8());
    }

    private boolean takesUtf8() {
        return offered.offers("SMTPUTF8") && offered.offers("8BITMIME");
    }
}
