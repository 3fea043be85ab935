package com.altimacrm.email.submission;

import com.altimacrm.email.attachment.AttachmentInput;
import com.altimacrm.email.attachment.AttachmentsConfig;
import com.altimacrm.email.attachment.SubmittedAttachment;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.HeaderPolicy;
import com.altimacrm.email.message.HeaderText;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads every form of a mail that the contract lists: template or body, recipients as text or objects, headers under
 * either name, attachments by address or content. Faults are collected under their dotted keys and thrown together.
 */
@ApplicationScoped
public class SubmissionReader {
    private static final int MAX_TO = 100;
    private static final int MAX_CC = 50;
    private static final int MAX_BCC = 50;
    private static final int MAX_SUBJECT = 255;
    private static final int MAX_BODY = 10 * 1024 * 1024;
    private static final int MAX_KEY = 255;
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json;
    private final AttachmentsConfig attachments;

    SubmissionReader(ObjectMapper json, AttachmentsConfig attachments) {
        this.json = json;
        this.attachments = attachments;
    }

    /** The two bodies a mail can have. */
    private record Bodies(String html, String text) {}

    /**
     * Reads a mail.
     *
     * @param body the parsed JSON
     * @param door where it came in
     * @param tenantId the tenant already settled by the caller's token, or null to read it from the body
     * @param idempotencyKey the header of that name, or null
     * @throws com.altimacrm.email.problem.InvalidInput naming every faulty field
     */
    public Submission read(JsonNode body, Door door, String tenantId, String idempotencyKey) {
        Input in = Input.of(body);
        Submission submission = read(in, door, tenantId, idempotencyKey);
        in.check();
        return submission;
    }

    private Submission read(Input in, Door door, String tenantId, String idempotencyKey) {
        if (door.strict()) {
            in.present("tenant_id");
            in.present("provider_id");
            in.present("from");
        } else if (tenantId == null) {
            in.present("tenant_id");
        }
        String templateId = in.text("template_id", MAX_KEY);
        Bodies bodies = bodies(in, templateId);
        List<SubmittedAttachment> files = AttachmentInput.read(in, attachments.totalBytes());
        String messageId = key(in, "message_id", in.text("message_id", MAX_KEY));
        String headerKey = key(in, "Idempotency-Key", idempotencyKey);
        return new Submission(
                tenantId == null ? in.text("tenant_id", 36) : tenantId,
                in.text("provider_id", 36),
                in.has("user_id") ? in.text("user_id", 64) : door.userId(),
                headerKey == null ? messageId : headerKey,
                messageId,
                address(in, "from", in.raw("from"), in.text("from_name", MAX_SUBJECT)),
                address(in, "reply_to", in.raw("reply_to"), null),
                recipients(in),
                subject(in),
                format(in, templateId),
                bodies.html(),
                bodies.text(),
                templateId,
                data(in),
                files,
                files.stream().map(Digest::ofContent).toList(),
                headers(in),
                in.text("campaign_id", MAX_KEY),
                priority(in),
                in.futureMoment("scheduled_at"),
                in.has("source") ? in.text("source", 32) : door.source());
    }

    private static String key(Input in, String field, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String key = value.strip();
        if (key.length() > MAX_KEY || key.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            in.fault(field, "Must be at most " + MAX_KEY + " printable characters.");
            return null;
        }
        return key;
    }

    private static String subject(Input in) {
        String subject = in.text("subject", MAX_SUBJECT);
        if (subject != null) {
            checkHeader(in, "subject", subject);
        }
        return subject;
    }

    private static void checkHeader(Input in, String field, String text) {
        try {
            HeaderText.checked(field, text);
        } catch (InvalidMessage invalid) {
            in.fault(field, invalid.getMessage());
        }
    }

    private static String format(Input in, String templateId) {
        String format = in.oneOf("body_format", "HTML", "Text", "JSON", "EML");
        return format == null ? (templateId == null ? "Text" : "HTML") : format;
    }

    /** A template without data beside a body means: use the body. */
    private Bodies bodies(Input in, String templateId) {
        String content = bodyContent(in);
        String text = in.text("text_content", MAX_BODY);
        String html = in.text("html_content", MAX_BODY);
        boolean given = content != null || text != null || html != null;
        if (templateId != null && (in.has("template_data") || in.has("data") || !given)) {
            return new Bodies(null, null);
        }
        if (!given) {
            in.fault("body_content", "Is required when there is no template_id.");
            return new Bodies(null, null);
        }
        boolean isHtml = "HTML".equalsIgnoreCase(in.text("body_format", 16));
        return new Bodies(isHtml && content != null ? content : html, isHtml || content == null ? text : content);
    }

    private String bodyContent(Input in) {
        JsonNode content = in.raw("body_content");
        if (content != null && content.isContainerNode()) {
            return content.toString();
        }
        return in.text("body_content", MAX_BODY);
    }

    private Map<String, Object> data(Input in) {
        JsonNode data = in.has("template_data") ? in.objectNode("template_data") : in.objectNode("data");
        return data == null ? Map.of() : json.convertValue(data, OBJECT);
    }

    private static List<Recipient> recipients(Input in) {
        List<Recipient> recipients = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        if (in.present("to") && addresses(in, "to", MAX_TO, RecipientKind.TO, recipients, seen) == 0) {
            in.fault("to", "Needs at least one recipient.");
        }
        addresses(in, "cc", MAX_CC, RecipientKind.CC, recipients, seen);
        addresses(in, "bcc", MAX_BCC, RecipientKind.BCC, recipients, seen);
        return recipients;
    }

    /** Adds the field's addresses, each once over all fields; answers how many items the field has. */
    private static int addresses(
            Input in, String field, int most, RecipientKind kind, List<Recipient> recipients, Set<String> seen) {
        JsonNode raw = in.raw(field);
        if (raw != null && raw.isTextual()) {
            add(address(in, field, raw, null), kind, recipients, seen);
            return 1;
        }
        List<EmailAddress> items = in.list(field, (item, key) -> address(in, key, item, null));
        if (raw != null && raw.size() > most) {
            in.fault(field, "Has " + raw.size() + " recipients; at most " + most + " are allowed.");
        }
        items.forEach(address -> add(address, kind, recipients, seen));
        return raw == null ? 0 : Math.max(raw.size(), raw.isArray() ? 0 : 1);
    }

    private static void add(EmailAddress address, RecipientKind kind, List<Recipient> recipients, Set<String> seen) {
        if (address != null && seen.add(address.address().toLowerCase(Locale.ROOT))) {
            recipients.add(new Recipient(recipients.size(), kind, address));
        }
    }

    /** An address as text or as {@code {email, name}}. */
    private static EmailAddress address(Input in, String key, JsonNode node, String name) {
        if (node == null) {
            return null;
        }
        if (node.isTextual()) {
            return in.email(key, node.textValue(), name);
        }
        Input item = in.item(node, key);
        if (item == null || !item.present("email")) {
            return null;
        }
        return item.email("email", item.text("email", 320), item.text("name", MAX_SUBJECT));
    }

    private static Map<String, String> headers(Input in) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String field : List.of("header_overrides", "headers")) {
            JsonNode node = in.objectNode(field);
            if (node != null) {
                node.properties().forEach(entry -> header(in, field, entry, headers));
            }
        }
        return headers;
    }

    private static void header(Input in, String field, Map.Entry<String, JsonNode> entry, Map<String, String> headers) {
        String value = entry.getValue().asText();
        String fault = entry.getValue().isValueNode() ? HeaderPolicy.faultOf(entry.getKey(), value) : "Must be text.";
        if (fault != null) {
            in.fault(field + "." + entry.getKey(), fault);
            return;
        }
        headers.put(entry.getKey(), value);
    }

    private static String priority(Input in) {
        String priority = in.oneOf("priority", "low", "normal", "high");
        return priority == null ? "normal" : priority;
    }
}
