package com.altimacrm.email.tenant.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Walks over the sealed secrets of all providers, deleted ones too, to seal them anew. */
@Singleton
public class SecretRows {
    private static final int PAGE = 200;
    private final Pool pool;

    SecretRows(Pool pool) {
        this.pool = pool;
    }

    /**
     * Sealed secrets of one provider.
     *
     * @param revision the provider's revision when they were read
     */
    public record Secrets(String providerId, String secretsJson, long revision) {
        @Override
        public String toString() {
            return "Secrets[" + providerId + "]";
        }
    }

    /** The next page after this id, by id; empty at the end. */
    public Uni<List<Secrets>> after(String providerId) {
        return pool.preparedQuery("select provider_id, secrets, revision from email_providers where provider_id > ?"
                        + " order by provider_id limit " + PAGE)
                .execute(Tuple.of(providerId))
                .map(SecretRows::read);
    }

    /**
     * Stores secrets sealed anew, unless the provider was changed meanwhile. The revision stays, for what the secrets
     * say is the same.
     */
    public Uni<Boolean> replace(Secrets old, String secretsJson) {
        return pool.preparedQuery("update email_providers set secrets = ? where provider_id = ? and revision = ?")
                .execute(Tuple.of(secretsJson, old.providerId(), old.revision()))
                .map(result -> result.rowCount() > 0);
    }

    private static List<Secrets> read(RowSet<Row> rows) {
        List<Secrets> page = new ArrayList<>();
        rows.forEach(row -> page.add(new Secrets(row.getString(0), row.getString(1), row.getLong(2))));
        return page;
    }
}
