package com.altimacrm.email.template;

import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The templates a tenant can use: list, look at, add. */
@ApplicationScoped
public class TemplateLibrary {
    private final TemplateCatalogue catalogue;
    private final TemplateLookup lookup;
    private final Templates templates;

    TemplateLibrary(TemplateCatalogue catalogue, TemplateLookup lookup, Templates templates) {
        this.catalogue = catalogue;
        this.lookup = lookup;
        this.templates = templates;
    }

    /** The tenant's own and the shared templates, newest first. */
    public Uni<TemplatePage> list(TemplateQuery query) {
        return catalogue.list(query);
    }

    /** One template, inactive ones too; fails with {@link NotFound}. */
    public Uni<StoredTemplate> get(String tenantId, String templateId) {
        return lookup.find(tenantId, templateId)
                .map(found -> found.orElseThrow(
                        () -> new NotFound("There is no template '" + templateId + "' for this tenant.")));
    }

    /**
     * Adds a template whose parts compile; labels for its variables are made when it brings none.
     *
     * <p>Fails with {@link InvalidInput} under {@code subject}, {@code html_content}, {@code text_content} or
     * {@code template_id}.
     */
    public Uni<StoredTemplate> add(TemplateDraft draft) {
        MailTemplate parts = new MailTemplate(draft.subject(), draft.html(), draft.text());
        if (!parts.faults().isEmpty()) {
            return Uni.createFrom().failure(new InvalidInput(parts.faults()));
        }
        TemplateDraft complete = draft.variables().isEmpty() ? draft.withVariables(labels(parts)) : draft;
        return catalogue.add(complete).invoke(added -> templates.forget(added.tenantId(), added.templateId()));
    }

    private static Map<String, Object> labels(MailTemplate parts) {
        Map<String, Object> labels = new LinkedHashMap<>();
        parts.variables().forEach(name -> labels.put(name, label(name)));
        return labels;
    }

    /** {@code first_name} becomes "First name". */
    private static String label(String name) {
        String words = name.replace('_', ' ');
        int first = words.offsetByCodePoints(0, 1);
        return words.substring(0, first).toUpperCase(Locale.ROOT) + words.substring(first);
    }
}
