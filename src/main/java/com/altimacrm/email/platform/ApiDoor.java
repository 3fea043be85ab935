package com.altimacrm.email.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What happens to every request under /api before anything else sees it. */
@Singleton
class ApiDoor {
    private static final int TOO_LARGE = 413;
    private final long mostBytes;

    ApiDoor(@ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "64M") MemorySize mostBytes) {
        this.mostBytes = mostBytes.asLongValue();
    }

    /** Before the framework's own limit, whose answer has no body. */
    void open(@Observes Router router) {
        router.route("/api*").order(Integer.MIN_VALUE).handler(this::pass);
    }

    private void pass(RoutingContext context) {
        secure(context.response());
        // Old clients send whatever their HTTP library likes; the answer is JSON all the same.
        context.request().headers().set(HttpHeaders.ACCEPT, "*/*");
        if (announced(context) > mostBytes) {
            refuse(context);
        } else {
            context.next();
        }
    }

    private static long announced(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException notNumber) {
            return 0;
        }
    }

    /** The line is closed after the answer: what follows on it is the body nobody reads. */
    private void refuse(RoutingContext context) {
        JsonObject body = new JsonObject()
                .put("success", false)
                .put("message", "The body is too large; at most " + mostBytes + " bytes are taken.");
        context.response()
                .endHandler(sent -> context.request().connection().close())
                .setStatusCode(TOO_LARGE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(body.encode());
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
