package com.altimacrm.email.template;

import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.template.TemplateCache.Compiled;
import com.altimacrm.email.template.engine.CompiledTemplate;
import com.altimacrm.email.template.engine.Faults;
import com.altimacrm.email.template.engine.InvalidTemplate;
import com.altimacrm.email.template.engine.Part;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders stored templates into mails; may be called from any thread, and opens no transaction. */
@ApplicationScoped
public class Templates {
    /** Prefix of the keys under which faults of the data are reported. */
    static final String DATA = "template_data";

    private final TemplateLookup lookup;
    private final TemplateCache cache;

    Templates(TemplateLookup lookup, TemplateConfig config) {
        this.lookup = lookup;
        this.cache = new TemplateCache(config.cacheTtl(), config.cacheCharacters());
    }

    /**
     * Renders the tenant's template, or the shared one, with JSON values (maps, lists, strings, numbers, booleans).
     *
     * <p>Fails with {@link InvalidInput}: under {@code template_id} when there is no such active template or it cannot
     * be used, under {@code template_data.<path>} for each value that is missing or unusable, under {@code subject}
     * when the override is no template.
     *
     * @param subjectOverride replaces the template's subject, itself rendered when it holds a brace; null for none
     */
    public Uni<RenderedMail> render(
            String tenantId, String templateId, String subjectOverride, Map<String, Object> data) {
        return compiled(tenantId, templateId).map(found -> render(usable(found), subjectOverride, data));
    }

    /**
     * Renders a subject that comes with data but without a template; what holds no brace, or comes without data, is
     * taken as it is, save that control characters become spaces.
     *
     * @throws InvalidInput as {@link #render} does
     */
    public String renderSubject(String subject, Map<String, Object> data) {
        Faults faults = new Faults();
        boolean isTemplate = !data.isEmpty() && subject.indexOf('{') >= 0;
        String line = isTemplate ? subject(subject).render(data, faults) : CompiledTemplate.oneLine(subject);
        check(faults);
        return line;
    }

    /** Makes this replica see a change of a template at once; the others see it after the time to live. */
    void forget(String tenantId, String templateId) {
        cache.forget(tenantId, templateId);
    }

    private Uni<Compiled> compiled(String tenantId, String templateId) {
        return cache.fresh(tenantId, templateId, System.nanoTime())
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> read(tenantId, templateId));
    }

    private Uni<Compiled> read(String tenantId, String templateId) {
        return lookup.find(tenantId, templateId)
                .map(found -> found.map(stored -> cache.keep(tenantId, stored, System.nanoTime()))
                        .orElseThrow(() -> unknown(tenantId, templateId)));
    }

    private InvalidInput unknown(String tenantId, String templateId) {
        cache.forget(tenantId, templateId);
        return new InvalidInput(
                "template_id", "There is no template '" + templateId + "'; add it at /api/email/templates.");
    }

    private static MailTemplate usable(Compiled found) {
        String name = "Template '" + found.stored().templateId() + "' ";
        if (!found.stored().active()) {
            throw new InvalidInput("template_id", name + "is inactive; use an active one.");
        }
        if (found.stored().html() == null && found.stored().text() == null) {
            throw new InvalidInput("template_id", name + "has neither html_content nor text_content.");
        }
        found.mail().faults().forEach((field, faults) -> {
            throw new InvalidInput("template_id", name + "cannot be used; " + field + ": " + faults.get(0));
        });
        return found.mail();
    }

    private static RenderedMail render(MailTemplate template, String subjectOverride, Map<String, Object> data) {
        Faults faults = new Faults();
        CompiledTemplate own = subjectOverride == null ? null : subject(subjectOverride);
        RenderedMail mail = template.render(own, data, faults);
        check(faults);
        return mail;
    }

    private static CompiledTemplate subject(String source) {
        try {
            return source.indexOf('{') < 0
                    ? CompiledTemplate.plain(source, Part.SUBJECT)
                    : CompiledTemplate.compile(source, Part.SUBJECT);
        } catch (InvalidTemplate invalid) {
            throw new InvalidInput("subject", invalid.getMessage());
        }
    }

    private static void check(Faults faults) {
        if (faults.isEmpty()) {
            return;
        }
        Map<String, List<String>> errors = new LinkedHashMap<>();
        faults.byPath().forEach((path, fault) -> errors.put(path.isEmpty() ? DATA : DATA + "." + path, List.of(fault)));
        throw new InvalidInput(errors);
    }
}
