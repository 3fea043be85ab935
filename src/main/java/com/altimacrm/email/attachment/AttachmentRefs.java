package com.altimacrm.email.attachment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Writes a mail's {@link AttachmentRef}s as the JSON text of its outbox row, and reads them back. */
public final class AttachmentRefs {
    private static final ObjectMapper TREES = new ObjectMapper();

    private AttachmentRefs() {}

    /** The list as JSON text: {@code [{filename, mime_type, url?, sha256?, size}]}. */
    public static String write(List<AttachmentRef> refs) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        refs.forEach(ref -> list.add(node(ref)));
        return list.toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param json the text; null or blank means no files
     * @throws IllegalStateException when it is something else
     */
    public static List<AttachmentRef> read(String json) {
        if (json == null || json.isBlank()) {
            return List.of();
        }
        List<AttachmentRef> refs = new ArrayList<>();
        parsed(json).forEach(node -> refs.add(ref(node)));
        return List.copyOf(refs);
    }

    private static JsonNode parsed(String json) {
        try {
            return TREES.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored list of attachments is no JSON.", broken);
        }
    }

    private static JsonNode node(AttachmentRef ref) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("filename", ref.filename()).put("mime_type", ref.mimeType());
        if (ref.url() != null) {
            node.put("url", ref.url());
        }
        if (ref.sha256() != null) {
            node.put("sha256", ref.sha256());
        }
        return node.put("size", ref.size());
    }

    private static AttachmentRef ref(JsonNode node) {
        return new AttachmentRef(
                text(node, "filename"),
                text(node, "mime_type"),
                text(node, "url"),
                text(node, "sha256"),
                node.path("size").asLong());
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }
}
