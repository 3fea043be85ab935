package com.altimacrm.email.template.store;

import com.altimacrm.email.template.StoredTemplate;
import com.altimacrm.email.template.TemplateDraft;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;

/** A row of {@code email_templates}. */
@Entity
@Table(name = "email_templates")
public class TemplateRow extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "tenant_id")
    String tenantId;

    /** The tenant's id, or "shared"; made by the database. */
    @Column(insertable = false, updatable = false)
    String scope;

    @Column(name = "template_id")
    String templateId;

    String name;
    String subject;

    @Column(name = "html_content", columnDefinition = "longtext")
    String html;

    @Column(name = "text_content", columnDefinition = "longtext")
    String text;

    @Convert(converter = JsonMap.class)
    @Column(columnDefinition = "longtext")
    Map<String, Object> variables;

    String category;
    String language;

    @Column(name = "is_active")
    boolean active;

    @Convert(converter = JsonMap.class)
    @Column(columnDefinition = "longtext")
    Map<String, Object> metadata;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static TemplateRow of(TemplateDraft draft, Instant now) {
        TemplateRow row = new TemplateRow();
        row.tenantId = draft.tenantId();
        row.templateId = draft.templateId();
        row.name = draft.name();
        row.subject = draft.subject();
        row.html = draft.html();
        row.text = draft.text();
        row.variables = draft.variables();
        row.category = draft.category();
        row.language = draft.language();
        row.active = draft.active();
        row.metadata = draft.metadata();
        row.createdAt = now;
        row.updatedAt = now;
        return row;
    }

    StoredTemplate stored() {
        return new StoredTemplate(
                id,
                tenantId,
                templateId,
                name,
                subject,
                html,
                text,
                variables == null ? Map.of() : variables,
                category,
                language,
                active,
                metadata == null ? Map.of() : metadata,
                createdAt,
                updatedAt);
    }
}
