package com.altimacrm.email.tenant.store;

/**
 * A provider row with what its tenant decides; secrets still sealed.
 *
 * @param configJson the open half of config_json
 * @param secretsJson sealed secrets by path
 * @param headerOverridesJson null when there are none
 */
public record StoredProvider(
        String providerId,
        String tenantId,
        String name,
        String configJson,
        String secretsJson,
        String bounceEmail,
        String headerOverridesJson,
        boolean active,
        boolean tenantActive,
        String unconfirmedPolicy,
        long revision) {
    @Override
    public String toString() {
        return "StoredProvider[" + providerId + ", revision " + revision + "]";
    }
}
