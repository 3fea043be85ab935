package com.altimacrm.email.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What happens to every request under /api before a resource sees it. */
@Singleton
class ApiDoor {
    private static final int PRIORITY = 500;

    void open(@Observes Filters filters) {
        filters.register(ApiDoor::pass, PRIORITY);
    }

    private static void pass(RoutingContext context) {
        String path = context.request().path();
        if (path != null && (path.equals("/api") || path.startsWith("/api/"))) {
            secure(context.response());
            // Old clients send whatever their HTTP library likes; the answer is JSON all the same.
            context.request().headers().set(HttpHeaders.ACCEPT, "*/*");
        }
        context.next();
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
