package com.altimacrm.email.tenant.rest;

import com.altimacrm.email.tenant.ProviderDesk;
import com.altimacrm.email.tenant.store.ProviderRow;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A provider on the wire: the keys of config_json as the client wrote them, secrets masked. */
@RegisterForReflection
record ProviderView(
        String providerId,
        String tenantId,
        String providerName,
        JsonNode configJson,
        String bounceEmail,
        JsonNode headerOverrides,
        boolean isActive,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) TenantView tenant) {

    /** With its tenant, as list and get answer; the row must have been read with it. */
    static ProviderView withTenant(ProviderRow row, ProviderDesk desk) {
        return of(row, desk, TenantView.of(row.tenant));
    }

    static ProviderView bare(ProviderRow row, ProviderDesk desk) {
        return of(row, desk, null);
    }

    private static ProviderView of(ProviderRow row, ProviderDesk desk, TenantView tenant) {
        return new ProviderView(
                row.providerId,
                row.tenantId,
                row.providerName,
                desk.shownConfig(row),
                row.bounceEmail,
                desk.headerOverrides(row),
                row.active,
                row.created(),
                row.updated(),
                tenant);
    }
}
