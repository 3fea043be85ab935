package com.altimacrm.email.outbox.amqp;

import com.altimacrm.email.outbox.QueueWatch;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells in the readiness answer whether the broker is there. Always up: without the broker mail is still accepted over
 * REST and sent from the database, so the replica must keep its traffic.
 */
@Readiness
@ApplicationScoped
class BrokerHealth implements AsyncHealthCheck {
    private final QueueWatch watch;

    BrokerHealth(QueueWatch watch) {
        this.watch = watch;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return watch.report().map(report -> HealthCheckResponse.named("RabbitMQ")
                .withData("state", report.connected() ? "connected" : "degraded: mail waits in the database")
                .up()
                .build());
    }
}
