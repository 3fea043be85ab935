package com.altimacrm.email.template.store;

import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.template.StoredTemplate;
import com.altimacrm.email.template.TemplateCatalogue;
import com.altimacrm.email.template.TemplateDraft;
import com.altimacrm.email.template.TemplatePage;
import com.altimacrm.email.template.TemplateQuery;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.exception.ConstraintViolationException;

/** Templates through Hibernate Reactive; called from requests, which have the context it wants. */
@ApplicationScoped
class PanacheTemplateCatalogue implements TemplateCatalogue {
    private static final String VISIBLE =
            """
            from TemplateRow t
            where (t.scope = :tenant
                   or (t.scope = 'shared' and not exists (
                       select 1 from TemplateRow o where o.scope = :tenant and o.templateId = t.templateId)))""";

    @Override
    public Uni<TemplatePage> list(TemplateQuery wanted) {
        return Panache.withSession(() -> {
            PanacheQuery<TemplateRow> query = query(wanted).page(wanted.page() - 1, wanted.perPage());
            return query.count().flatMap(total -> query.list().map(rows -> page(rows, total)));
        });
    }

    private static PanacheQuery<TemplateRow> query(TemplateQuery wanted) {
        StringBuilder hql = new StringBuilder(VISIBLE);
        Parameters parameters = Parameters.with("tenant", wanted.tenantId());
        narrow(hql, parameters, "category", wanted.category());
        narrow(hql, parameters, "language", wanted.language());
        narrow(hql, parameters, "active", wanted.active());
        return TemplateRow.find(hql.append(" order by t.id desc").toString(), parameters);
    }

    private static void narrow(StringBuilder hql, Parameters parameters, String attribute, Object value) {
        if (value != null) {
            hql.append(" and t.").append(attribute).append(" = :").append(attribute);
            parameters.and(attribute, value);
        }
    }

    private static TemplatePage page(List<TemplateRow> rows, long total) {
        return new TemplatePage(rows.stream().map(TemplateRow::stored).toList(), total);
    }

    @Override
    public Uni<StoredTemplate> add(TemplateDraft draft) {
        TemplateRow row = TemplateRow.of(draft, Instant.now().truncatedTo(ChronoUnit.MICROS));
        return Panache.withTransaction(row::<TemplateRow>persistAndFlush)
                .onFailure(PanacheTemplateCatalogue::isDuplicate)
                .transform(duplicate -> taken(draft))
                .map(TemplateRow::stored);
    }

    private static boolean isDuplicate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                return String.valueOf(violation.getMessage()).contains("templates_key");
            }
        }
        return false;
    }

    private static InvalidInput taken(TemplateDraft draft) {
        return new InvalidInput(
                "template_id", "A template '" + draft.templateId() + "' exists already; choose another id.");
    }
}
