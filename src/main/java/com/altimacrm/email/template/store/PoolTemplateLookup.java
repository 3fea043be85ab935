package com.altimacrm.email.template.store;

import com.altimacrm.email.template.StoredTemplate;
import com.altimacrm.email.template.TemplateLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads one template past Hibernate, whose sessions want a context of their own that not every caller has. */
@ApplicationScoped
class PoolTemplateLookup implements TemplateLookup {
    private static final String FIND =
            """
            select id, tenant_id, template_id, name, subject, html_content, text_content, variables, category, language,
                   is_active, metadata, created_at, updated_at
            from email_templates where scope in (?, 'shared') and template_id = ?
            order by tenant_id is null limit 1""";

    private final Pool pool;

    PoolTemplateLookup(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<StoredTemplate>> find(String tenantId, String templateId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(tenantId, templateId)).map(PoolTemplateLookup::first);
    }

    private static Optional<StoredTemplate> first(RowSet<Row> rows) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(stored(row.next())) : Optional.empty();
    }

    private static StoredTemplate stored(Row row) {
        return new StoredTemplate(
                row.getLong("id"),
                row.getString("tenant_id"),
                row.getString("template_id"),
                row.getString("name"),
                row.getString("subject"),
                row.getString("html_content"),
                row.getString("text_content"),
                JsonMap.read(row.getString("variables")),
                row.getString("category"),
                row.getString("language"),
                row.getBoolean("is_active"),
                JsonMap.read(row.getString("metadata")),
                time(row, "created_at"),
                time(row, "updated_at"));
    }

    private static Instant time(Row row, String column) {
        return row.getLocalDateTime(column).toInstant(ZoneOffset.UTC);
    }
}
