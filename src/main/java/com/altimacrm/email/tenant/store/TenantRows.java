package com.altimacrm.email.tenant.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Finds and keeps tenants; within a session or transaction of the caller. */
@Singleton
public class TenantRows implements PanacheRepositoryBase<TenantRow, String> {
    /** One tenant, or all when none is given; by name. */
    public Uni<List<TenantRow>> list(Optional<String> tenantId) {
        Sort byName = Sort.by("tenantName").and("tenantId");
        return tenantId.map(id -> list("tenantId", byName, id)).orElseGet(() -> listAll(byName));
    }

    /** The tenant, locked until the transaction ends; null when there is none. */
    public Uni<TenantRow> locked(String tenantId) {
        return findById(tenantId, LockModeType.PESSIMISTIC_WRITE);
    }
}
