package com.altimacrm.email.template.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.template.TemplateDraft;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the body that adds a template. */
@ApplicationScoped
class TemplateRequest {
    private static final int CONTENT = 1 << 20;
    private static final int SUBJECT = 500;
    private static final int NAME = 255;
    private static final int CATEGORY = 100;
    private static final int LANGUAGE = 10;

    private final ObjectMapper mapper;

    TemplateRequest(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws InvalidInput naming every faulty field */
    TemplateDraft read(JsonNode body, Caller caller) {
        Input input = Input.of(body);
        String tenantId = tenant(input, caller);
        String name = input.requiredText("name", NAME);
        TemplateDraft draft = new TemplateDraft(
                tenantId,
                input.requiredText("template_id", NAME),
                name,
                input.requiredText("subject", SUBJECT),
                input.text("html_content", CONTENT),
                input.text("text_content", CONTENT),
                map(input, "variables"),
                orElse(input.text("category", CATEGORY), "system"),
                orElse(input.text("language", LANGUAGE), "en"),
                orElse(input.bool("is_active"), true),
                metadata(input, name));
        if (!input.has("html_content") && !input.has("text_content")) {
            input.fault("html_content", "Is required unless text_content is given.");
        }
        input.check();
        return draft;
    }

    /** Only an operator offers a template to every tenant. */
    private static String tenant(Input input, Caller caller) {
        boolean shared = Boolean.TRUE.equals(input.bool("shared"));
        if (shared && caller.isOperator()) {
            return null;
        }
        if (shared) {
            input.fault("shared", "Only an operator may share a template with every tenant; leave it out.");
        }
        return caller.tenant(input.text("tenant_id", NAME));
    }

    private Map<String, Object> metadata(Input input, String name) {
        Map<String, Object> given = map(input, "metadata");
        if (!given.isEmpty()) {
            return given;
        }
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("description", orElse(input.text("description", NAME), name));
        made.put("version", "1.0");
        made.put("created_by", "api");
        return made;
    }

    private Map<String, Object> map(Input input, String field) {
        JsonNode node = input.objectNode(field);
        return node == null ? Map.of() : mapper.convertValue(node, new TypeReference<>() {});
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
