package com.altimacrm.email.transport;

import java.util.Map;

/**
 * A tenant's account at a provider, secrets opened: what a {@link MailTransport} needs to reach it.
 *
 * @param providerId the account's id
 * @param tenantId whose account it is
 * @param name the tenant's own name for it
 * @param kind which transport serves it
 * @param revision grows with every change; a transport keyed by (providerId, revision) never uses stale settings
 * @param config the provider's config_json with secrets in clear, values as text, keys as the tenant wrote them
 */
public record ProviderAccount(
        String providerId, String tenantId, String name, ProviderKind kind, long revision, Map<String, String> config) {
    public ProviderAccount {
        config = Map.copyOf(config);
    }

    /** Never shows the configuration: it holds secrets. */
    @Override
    public String toString() {
        return "ProviderAccount[" + providerId + ", " + kind + ", revision " + revision + "]";
    }
}
