package com.altimacrm.email.attachment;

import com.altimacrm.email.input.Input;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code attachments} of a submission: items {@code {url, filename, mime_type?}} or
 * {@code {content, filename, mime_type?}} with base64 content, a data URL's head tolerated.
 *
 * <p>Decoding 25 MiB takes tens of milliseconds: read large bodies on a worker thread.
 */
public final class AttachmentInput {
    private static final String FIELD = "attachments";
    private static final int MAX_FILES = 100;
    private static final int MAX_NAME = 255;
    private static final int MAX_RAW_NAME = 4096;
    private static final int MAX_URL = 8192;

    private AttachmentInput() {}

    /**
     * The files; faults go to the input under dotted keys ("attachments.1.url") and their items are left out.
     *
     * @param totalLimit the most bytes that submitted contents may have together
     */
    public static List<SubmittedAttachment> read(Input input, long totalLimit) {
        JsonNode raw = input.raw(FIELD);
        if (raw != null && raw.size() > MAX_FILES) {
            input.fault(FIELD, "Has " + raw.size() + " files; at most " + MAX_FILES + " are allowed.");
            return List.of();
        }
        List<SubmittedAttachment> files = input.list(FIELD, (node, key) -> file(input.item(node, key)));
        long total = files.stream()
                .mapToLong(f -> f.content() == null ? 0 : f.content().length)
                .sum();
        if (total > totalLimit) {
            input.fault(FIELD, "Have " + total + " bytes together; at most " + totalLimit + " are allowed.");
        }
        return files;
    }

    private static SubmittedAttachment file(Input item) {
        if (item == null) {
            return null;
        }
        String filename = filename(item);
        String mimeType = mimeType(item, filename);
        if (item.has("url") == item.has("content")) {
            item.fault("url", "Give either url or content.");
            return null;
        }
        String url = item.has("url") ? url(item) : null;
        byte[] content = item.has("content") ? content(item) : null;
        boolean whole = filename != null && mimeType != null && (url != null || content != null);
        return whole ? new SubmittedAttachment(filename, mimeType, url, content) : null;
    }

    private static String filename(Input item) {
        String raw = item.requiredText("filename", MAX_RAW_NAME);
        if (raw == null) {
            return null;
        }
        String name = Filename.clean(raw);
        if (name.isEmpty()) {
            item.fault("filename", "Names no file; give a name such as invoice.pdf.");
            return null;
        }
        if (name.length() > MAX_NAME) {
            item.fault("filename", "Has " + name.length() + " characters; at most " + MAX_NAME + " are allowed.");
            return null;
        }
        return name;
    }

    private static String mimeType(Input item, String filename) {
        String given = item.text("mime_type", MAX_NAME);
        if (given != null && !MediaTypes.valid(given)) {
            item.fault("mime_type", "Is no media type; use the form application/pdf.");
            return null;
        }
        if (given != null || item.has("mime_type")) {
            return given == null ? null : MediaTypes.sendable(given);
        }
        return Optional.ofNullable(item.raw("content"))
                .map(JsonNode::textValue)
                .map(Base64Text::mediaType)
                .filter(MediaTypes::valid)
                .map(MediaTypes::sendable)
                .orElseGet(() -> filename == null ? MediaTypes.UNKNOWN : MediaTypes.guess(filename));
    }

    private static String url(Input item) {
        String text = item.text("url", MAX_URL);
        if (text == null) {
            return null;
        }
        Optional<WebAddress> address = WebAddress.parse(text);
        if (address.isEmpty()) {
            item.fault("url", "Must be an absolute http or https address with a host and without a user name.");
        }
        return address.map(a -> a.uri().toString()).orElse(null);
    }

    private static byte[] content(Input item) {
        String text = item.raw("content").textValue();
        if (text == null) {
            item.fault("content", "Must be base64 text.");
            return null;
        }
        byte[] bytes = Base64Text.surelyLonger(text, Attachments.MAX_FILE)
                ? null
                : Base64Text.decode(text.strip()).orElse(new byte[0]);
        if (bytes == null || bytes.length > Attachments.MAX_FILE) {
            item.fault("content", "Has more than " + Attachments.MAX_FILE + " bytes; give a url, or a smaller file.");
            return null;
        }
        if (bytes.length == 0) {
            item.fault("content", "Is no base64; check its alphabet and padding.");
            return null;
        }
        return bytes;
    }
}
