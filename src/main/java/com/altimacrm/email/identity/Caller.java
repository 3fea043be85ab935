package com.altimacrm.email.identity;

import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import java.util.Optional;

/**
 * Whoever made the request, and the tenant it may touch.
 *
 * @param userId the user's id
 * @param tenantId the user's tenant; null for an operator
 * @param role what the user may do
 */
public record Caller(String userId, String tenantId, Role role) {
    /** Whether this caller stands over all tenants. */
    public boolean isOperator() {
        return role == Role.OPERATOR;
    }

    /**
     * The one tenant a request is about: the caller's own, or the one an operator names.
     *
     * @param requested the tenant named in the request, or null
     * @throws NotFound when a tenant's user names another tenant
     * @throws InvalidInput when an operator names none
     */
    public String tenant(String requested) {
        return scope(requested)
                .orElseThrow(() -> new InvalidInput("tenant_id", "An operator must name the tenant; add tenant_id."));
    }

    /**
     * The tenant to filter by; empty means all of them, which only an operator gets.
     *
     * @throws NotFound when a tenant's user names another tenant
     */
    public Optional<String> scope(String requested) {
        if (isOperator()) {
            return Optional.ofNullable(requested);
        }
        if (requested != null && !requested.equals(tenantId)) {
            throw new NotFound("There is no tenant '" + requested + "'.");
        }
        return Optional.of(tenantId);
    }
}
