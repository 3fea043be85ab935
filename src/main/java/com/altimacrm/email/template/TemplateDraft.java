package com.altimacrm.email.template;

import java.util.Map;

/**
 * A template to be added, its fields within the limits of their columns.
 *
 * @param tenantId whose it will be; null offers it to every tenant
 * @param html null for none
 * @param text null for none
 * @param variables name of each variable to its label; empty to have them derived from the parts
 */
public record TemplateDraft(
        String tenantId,
        String templateId,
        String name,
        String subject,
        String html,
        String text,
        Map<String, Object> variables,
        String category,
        String language,
        boolean active,
        Map<String, Object> metadata) {

    TemplateDraft withVariables(Map<String, Object> derived) {
        return new TemplateDraft(
                tenantId, templateId, name, subject, html, text, derived, category, language, active, metadata);
    }
}
