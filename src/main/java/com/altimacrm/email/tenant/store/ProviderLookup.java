package com.altimacrm.email.tenant.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finds a provider by its key, from any thread: it needs no session and no request. */
@Singleton
public class ProviderLookup {
    private static final String BY_TENANT =
            "select p.provider_id, p.tenant_id, p.provider_name, p.config_json, p.secrets,"
                    + " p.bounce_email, p.header_overrides, p.is_active, t.status, t.unconfirmed_policy, p.revision"
                    + " from email_providers p join tenants t on t.tenant_id = p.tenant_id"
                    + " where p.tenant_id = ? and p.deleted_at is null";
    private static final String ONE = BY_TENANT + " and p.provider_id = ?";
    private static final String DEFAULT = BY_TENANT + " and p.is_active order by p.provider_id limit 1";

    private final Pool pool;

    ProviderLookup(Pool pool) {
        this.pool = pool;
    }

    /** The provider, if it is this tenant's and not deleted. */
    public Uni<Optional<StoredProvider>> find(String tenantId, String providerId) {
        return pool.preparedQuery(ONE).execute(Tuple.of(tenantId, providerId)).map(ProviderLookup::first);
    }

    /** The tenant's oldest active provider, if it has one. */
    public Uni<Optional<StoredProvider>> findDefault(String tenantId) {
        return pool.preparedQuery(DEFAULT).execute(Tuple.of(tenantId)).map(ProviderLookup::first);
    }

    private static Optional<StoredProvider> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read(rows.iterator().next()));
    }

    private static StoredProvider read(Row row) {
        return new StoredProvider(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                "active".equals(row.getString(8)),
                row.getString(9),
                row.getLong(10));
    }
}
