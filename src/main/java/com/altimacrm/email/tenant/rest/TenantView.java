package com.altimacrm.email.tenant.rest;

import com.altimacrm.email.tenant.store.TenantRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A tenant on the wire. */
@RegisterForReflection
record TenantView(
        String tenantId,
        String tenantName,
        String status,
        String unconfirmedPolicy,
        Instant createdAt,
        Instant updatedAt) {
    static TenantView of(TenantRow row) {
        return new TenantView(
                row.tenantId, row.tenantName, row.status, row.unconfirmedPolicy, row.created(), row.updated());
    }
}
