package com.altimacrm.email.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the local run puts into a fresh service through its REST API: a tenant, a user, a provider.
 *
 * @param tenantId the tenant "Demo"
 * @param providerId its SMTP provider, which points at the local mail server
 * @param email the login of the tenant's admin
 * @param password the admin's password, made for this run
 */
record LocalSeed(String tenantId, String providerId, String email, String password) {

    private static final String ADMIN = "admin@demo.test";

    static LocalSeed plant(LocalApi api, Map<String, String> settings, int smtpPort)
            throws IOException, InterruptedException {
        String password = LocalSecrets.word();
        api.login(settings.get("OPERATOR_EMAIL"), settings.get("OPERATOR_PASSWORD"));
        String tenantId = id(api.post("/api/email/tenants", Map.of("tenant_name", "Demo")), "tenant_id");
        api.post("/api/auth/users", admin(tenantId, password));
        String providerId = id(api.post("/api/email/providers", provider(tenantId, smtpPort)), "provider_id");
        return new LocalSeed(tenantId, providerId, ADMIN, password);
    }

    @Override
    public String toString() {
        return "LocalSeed[" + tenantId + "]";
    }

    private static Map<String, Object> admin(String tenantId, String password) {
        return Map.of(
                "tenant_id", tenantId, "name", "Demo Admin", "email", ADMIN, "password", password, "role", "admin");
    }

    private static Map<String, Object> provider(String tenantId, int smtpPort) {
        Map<String, Object> configuration = Map.of(
                "host", "127.0.0.1",
                "port", smtpPort,
                "username", "demo",
                "password", "demo",
                "encryption", "none",
                "from_address", "crm@demo.test",
                "from_name", "Demo CRM");
        return Map.of("tenant_id", tenantId, "provider_name", "smtp", "config_json", configuration, "is_active", true);
    }

    private static String id(JsonNode data, String name) throws IOException {
        for (String key : List.of(name, "id")) {
            if (data.hasNonNull(key)) {
                return data.get(key).asText();
            }
        }
        throw new IOException("The answer has no " + name + ": " + data);
    }
}
