package com.altimacrm.email.transport.postmark;

import com.altimacrm.email.message.AttachmentPart;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.PlainText;
import com.altimacrm.email.message.RecipientKind;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a mail as the body of {@code POST /email}. Named are those to be tried now: Postmark sends to all it reads. */
final class PostmarkMail {
    /** What Postmark takes, body and files together. */
    static final long MAX_OCTETS = 10L * 1024 * 1024;

    private static final String KEEP_ID = "X-PM-KeepID";
    private static final JsonFactory JSON = new JsonFactory();

    private final OutgoingMessage message;
    private final PostmarkSettings settings;
    private final String tenantId;

    PostmarkMail(OutgoingMessage message, PostmarkSettings settings, String tenantId) {
        this.message = message;
        this.settings = settings;
        this.tenantId = tenantId;
    }

    Buffer write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(1 << 24, 4096 + message.size() * 4 / 3));
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            address(json);
            content(json);
            headers(json);
            attachments(json);
            marks(json);
            json.writeEndObject();
        } catch (IOException noneInMemory) {
            throw new UncheckedIOException(noneInMemory);
        }
        return Buffer.buffer(out.toByteArray());
    }

    private void address(JsonGenerator json) throws IOException {
        json.writeStringField("From", mailbox(message.from()));
        List<EmailAddress> to = of(RecipientKind.TO);
        List<EmailAddress> cc = of(RecipientKind.CC);
        List<EmailAddress> bcc = of(RecipientKind.BCC);
        // Postmark wants a To. A lone hidden recipient may stand there, for nobody else reads it; several may not.
        boolean lone = to.isEmpty() && cc.isEmpty() && bcc.size() == 1;
        if (to.isEmpty()) {
            to = lone ? bcc : cc;
            cc = List.of();
        }
        mailboxes(json, "To", to);
        mailboxes(json, "Cc", cc);
        mailboxes(json, "Bcc", lone ? List.of() : bcc);
        if (message.replyTo() != null) {
            json.writeStringField("ReplyTo", mailbox(message.replyTo()));
        }
    }

    private void content(JsonGenerator json) throws IOException {
        json.writeStringField("Subject", message.subject());
        if (message.html() != null) {
            json.writeStringField("HtmlBody", message.html());
        }
        json.writeStringField("TextBody", message.text() == null ? PlainText.ofHtml(message.html()) : message.text());
    }

    private void headers(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("Headers");
        header(json, "Message-ID", "<" + message.messageId() + ">");
        header(json, KEEP_ID, "true");
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            if (!header.getKey().equalsIgnoreCase(KEEP_ID)) {
                header(json, header.getKey(), header.getValue());
            }
        }
        json.writeEndArray();
    }

    private void attachments(JsonGenerator json) throws IOException {
        if (message.attachments().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("Attachments");
        for (AttachmentPart file : message.attachments()) {
            json.writeStartObject();
            json.writeStringField("Name", file.filename());
            json.writeStringField("ContentType", file.mimeType());
            json.writeBinaryField("Content", file.content());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void marks(JsonGenerator json) throws IOException {
        json.writeStringField("MessageStream", settings.stream());
        json.writeBooleanField("TrackOpens", false);
        json.writeObjectFieldStart("Metadata");
        json.writeStringField("outbox_id", message.outboxId());
        json.writeStringField("tenant_id", tenantId);
        json.writeEndObject();
    }

    private List<EmailAddress> of(RecipientKind kind) {
        return message.envelopeTo().stream()
                .filter(recipient -> recipient.kind() == kind)
                .map(recipient -> recipient.address())
                .toList();
    }

    private static void mailboxes(JsonGenerator json, String field, List<EmailAddress> addresses) throws IOException {
        if (!addresses.isEmpty()) {
            json.writeStringField(
                    field, addresses.stream().map(PostmarkMail::mailbox).collect(Collectors.joining(", ")));
        }
    }

    private static void header(JsonGenerator json, String name, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("Name", name);
        json.writeStringField("Value", value);
        json.writeEndObject();
    }

    private static String mailbox(EmailAddress address) {
        if (address.name() == null) {
            return address.address();
        }
        String name = address.name().replace("\\", "\\\\").replace("\"", "\\\"");
        return "\"" + name + "\" <" + address.address() + ">";
    }
}
