package com.altimacrm.email.platform.rest;

import com.altimacrm.email.platform.WireTime;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the service is, and that it answers; open to everyone, so it tells nothing else. */
@Path("/api")
@PermitAll
class ServiceCardResource {
    private static final String NAME = "AltimaCRM Email Service";
    private final String version;
    private final InstantSource clock = InstantSource.system();

    ServiceCardResource(@ConfigProperty(name = "quarkus.application.version", defaultValue = "1.0.0") String version) {
        this.version = version;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> card() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("service", NAME);
        card.put("version", version);
        card.put("description", "Sends the mail of CRMs through each tenant's own provider.");
        card.put("endpoints", endpoints());
        card.put("documentation", "/q/openapi");
        return card;
    }

    @GET
    @Path("/health")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", "healthy");
        health.put("service", NAME);
        health.put("version", version);
        health.put("timestamp", WireTime.text(clock.instant()));
        return health;
    }

    private static Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("login", "POST /api/auth/login");
        endpoints.put("send", "POST /api/email/send");
        endpoints.put("queue", "POST /api/rabbitmq/send-email");
        endpoints.put("status", "GET /api/email/status/{messageId}");
        endpoints.put("logs", "GET /api/email/logs");
        endpoints.put("templates", "GET /api/email/templates");
        endpoints.put("providers", "GET /api/email/providers");
        endpoints.put("health", "GET /api/health");
        return endpoints;
    }
}
