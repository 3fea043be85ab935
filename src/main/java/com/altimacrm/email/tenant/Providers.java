package com.altimacrm.email.tenant;

import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.tenant.store.ProviderLookup;
import com.altimacrm.email.tenant.store.StoredProvider;
import com.altimacrm.email.transport.ProviderAccount;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Hands out a tenant's providers to whoever sends; never another tenant's.
 *
 * <p>May be called from any thread. The answer comes on the caller's thread when it is remembered, else on an event
 * loop of the database client: a caller bound to a Vert.x context hops back by itself.
 */
@ApplicationScoped
public class Providers {
    private final ProviderLookup lookup;
    private final ProviderReader reader;
    private final ProviderCache cache;

    Providers(ProviderLookup lookup, ProviderReader reader, ProviderCache cache) {
        this.lookup = lookup;
        this.reader = reader;
        this.cache = cache;
    }

    /**
     * What the transport needs to reach the provider, at most altima.email.provider.cache-ttl old.
     *
     * @return fails with {@link NotFound} when the tenant has no such provider, or it was deleted
     */
    public Uni<ProviderAccount> account(String tenantId, String providerId) {
        return info(tenantId, providerId).map(ProviderInfo::account);
    }

    /**
     * The provider as senders see it; inactive ones too, so look at {@code active} and {@code tenantActive}.
     *
     * @return fails with {@link NotFound} when the tenant has no such provider, or it was deleted
     */
    public Uni<ProviderInfo> info(String tenantId, String providerId) {
        return cache.get(tenantId, providerId, () -> load(tenantId, providerId));
    }

    /**
     * The tenant's oldest active provider, for mail that names none.
     *
     * @return fails with {@link InvalidInput} when the tenant has no active provider
     */
    public Uni<ProviderInfo> defaultOf(String tenantId) {
        return lookup.findDefault(tenantId).map(row -> row.map(reader::read)
                .orElseThrow(() -> new InvalidInput(
                        "provider_id", "The tenant has no active provider; add one at /api/email/providers.")));
    }

    private Uni<ProviderInfo> load(String tenantId, String providerId) {
        return lookup.find(tenantId, providerId).map(row -> read(row, providerId));
    }

    private ProviderInfo read(Optional<StoredProvider> row, String providerId) {
        return row.map(reader::read).orElseThrow(() -> missing(providerId));
    }

    static NotFound missing(String providerId) {
        return new NotFound("There is no provider '" + providerId + "'; GET /api/email/providers lists yours.");
    }
}
