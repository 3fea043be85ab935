package com.altimacrm.email.template;

import java.time.Instant;
import java.util.Map;

/**
 * A template as it is kept.
 *
 * @param id the row's number; clients address a template by {@code templateId}
 * @param tenantId whose it is; null when it is offered to every tenant
 * @param html null when it has no HTML part
 * @param text null when it has no text part
 * @param variables name of each variable to its label
 */
public record StoredTemplate(
        Long id,
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
        Map<String, Object> metadata,
        Instant createdAt,
        Instant updatedAt) {

    /** Characters of all three parts together. */
    int length() {
        return subject.length() + (html == null ? 0 : html.length()) + (text == null ? 0 : text.length());
    }
}
