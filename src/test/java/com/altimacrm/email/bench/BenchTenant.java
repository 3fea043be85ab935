package com.altimacrm.email.bench;

import com.altimacrm.email.local.LocalApi;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/**
 * The tenant that sends.
 *
 * @param token of a user of this tenant; never printed
 */
record BenchTenant(String tenantId, String providerId, String token) {

    /** Makes tenant, user and provider through the service's API. */
    static BenchTenant make(LocalApi api, Map<String, String> settings, int smtpPort, int lines)
            throws IOException, InterruptedException {
        api.login(settings.get("OPERATOR_EMAIL"), settings.get("OPERATOR_PASSWORD"));
        String tenant = id(api.post("/api/email/tenants", Map.of("tenant_name", "Bench")), "tenant_id");
        String password = UUID.randomUUID().toString();
        String email = "bench-" + password.substring(0, 8) + "@bench.test";
        api.post(
                "/api/auth/users",
                Map.of("tenant_id", tenant, "name", "Bench", "email", email, "password", password, "role", "user"));
        String provider = id(api.post("/api/email/providers", provider(tenant, smtpPort, lines)), "provider_id");
        JsonNode session = api.post("/api/auth/login", Map.of("email", email, "password", password));
        return new BenchTenant(tenant, provider, session.path("token").asText());
    }

    private static Map<String, Object> provider(String tenant, int smtpPort, int lines) {
        Map<String, Object> configuration = Map.of(
                "host", "127.0.0.1",
                "port", smtpPort,
                "username", "bench",
                "password", "bench",
                "encryption", "none",
                "max_connections", lines,
                "from_address", "crm@bench.test",
                "from_name", "Bench CRM");
        return Map.of("tenant_id", tenant, "provider_name", "sink", "config_json", configuration, "is_active", true);
    }

    private static String id(JsonNode data, String name) {
        return data.hasNonNull(name) ? data.get(name).asText() : data.path("id").asText();
    }

    @Override
    public String toString() {
        return "BenchTenant[" + tenantId + "]";
    }
}
