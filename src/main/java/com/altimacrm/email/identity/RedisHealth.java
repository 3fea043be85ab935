package com.altimacrm.email.identity;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells in the readiness answer whether Redis is there. Always up: without it each replica counts failed logins by
 * itself.
 */
@Readiness
@ApplicationScoped
class RedisHealth implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ReactiveRedisDataSource redis;

    RedisHealth(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return redis.execute("PING")
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(pong -> "connected")
                .onFailure()
                .recoverWithItem("degraded: each replica counts failed logins by itself")
                .map(state -> HealthCheckResponse.named("Redis")
                        .withData("state", state)
                        .up()
                        .build());
    }
}
