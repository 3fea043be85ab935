package com.altimacrm.email.tenant.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Finds and keeps providers that are not deleted; within a session or transaction of the caller. */
@Singleton
public class ProviderRows implements PanacheRepositoryBase<ProviderRow, String> {
    /** Providers with their tenants, by name; each filter is left out when empty. */
    public Uni<List<ProviderRow>> list(Optional<String> tenantId, Optional<Boolean> active) {
        StringBuilder query = new StringBuilder("from ProviderRow p join fetch p.tenant where p.deletedAt is null");
        Parameters values = new Parameters();
        tenantId.ifPresent(id -> {
            query.append(" and p.tenantId = :tenant");
            values.and("tenant", id);
        });
        active.ifPresent(wanted -> {
            query.append(" and p.active = :active");
            values.and("active", wanted);
        });
        return list(query.append(" order by p.providerName, p.providerId").toString(), values);
    }

    /** One provider with its tenant; null when this tenant (or anyone, if none is given) has none such. */
    public Uni<ProviderRow> one(Optional<String> tenantId, String providerId) {
        return tenantId.map(tenant -> find(
                                "from ProviderRow p join fetch p.tenant where p.deletedAt is null"
                                        + " and p.providerId = ?1 and p.tenantId = ?2",
                                providerId,
                                tenant)
                        .<ProviderRow>firstResult())
                .orElseGet(() -> find(
                                "from ProviderRow p join fetch p.tenant where p.deletedAt is null"
                                        + " and p.providerId = ?1",
                                providerId)
                        .firstResult());
    }

    /** The same, locked until the transaction ends, without its tenant. */
    public Uni<ProviderRow> locked(Optional<String> tenantId, String providerId) {
        return findById(providerId, LockModeType.PESSIMISTIC_WRITE).map(row -> visible(row, tenantId));
    }

    private static ProviderRow visible(ProviderRow row, Optional<String> tenantId) {
        boolean hidden = row == null
                || row.deletedAt != null
                || tenantId.filter(id -> !id.equals(row.tenantId)).isPresent();
        return hidden ? null : row;
    }
}
