package com.altimacrm.email.template.rest;

import com.altimacrm.email.platform.WireTime;
import com.altimacrm.email.template.StoredTemplate;
import com.altimacrm.email.template.TemplatePage;
import com.altimacrm.email.template.TemplateQuery;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;

/** Templates as they stand on the wire. */
@ApplicationScoped
class TemplateJson {
    private final ObjectMapper mapper;

    TemplateJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    ObjectNode one(StoredTemplate template) {
        ObjectNode reply = success();
        reply.set("data", node(template));
        return reply;
    }

    ObjectNode page(TemplatePage page, TemplateQuery query) {
        ObjectNode reply = success();
        ArrayNode data = reply.putArray("data");
        page.items().forEach(template -> data.add(node(template)));
        reply.putObject("pagination")
                .put("current_page", query.page())
                .put("last_page", Math.max(1, (page.total() + query.perPage() - 1) / query.perPage()))
                .put("per_page", query.perPage())
                .put("total", page.total());
        return reply;
    }

    private static ObjectNode success() {
        return JsonNodeFactory.instance.objectNode().put("success", true);
    }

    private ObjectNode node(StoredTemplate template) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", template.id());
        node.put("template_id", template.templateId());
        node.put("name", template.name());
        node.put("subject", template.subject());
        node.put("html_content", template.html());
        node.put("text_content", template.text());
        node.set("variables", mapper.valueToTree(template.variables()));
        node.put("category", template.category());
        node.put("language", template.language());
        node.put("is_active", template.active());
        node.set("metadata", mapper.valueToTree(template.metadata()));
        node.put("created_at", WireTime.text(template.createdAt()));
        node.put("updated_at", WireTime.text(template.updatedAt()));
        return node;
    }
}
