package com.altimacrm.email.template;

import io.smallrye.mutiny.Uni;

/** The templates of a tenant, to be listed and added to; each call is a transaction of its own. */
public interface TemplateCatalogue {
    /** The tenant's own and the shared templates, newest first; an own one hides the shared one of the same id. */
    Uni<TemplatePage> list(TemplateQuery query);

    /**
     * Adds a template.
     *
     * <p>Fails with {@link com.altimacrm.email.problem.InvalidInput} under {@code template_id} when the tenant has
     * one of that id already.
     */
    Uni<StoredTemplate> add(TemplateDraft draft);
}
