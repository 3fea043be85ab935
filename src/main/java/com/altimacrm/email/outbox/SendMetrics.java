package com.altimacrm.email.outbox;

import com.altimacrm.email.transport.DeliveryOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What an operator watches of the sending path: attempts by outcome, their length, and the wait before the first. */
final class SendMetrics {
    private final Timer attempts;
    private final Timer firstAttempt;
    private final MeterRegistry registry;

    SendMetrics(MeterRegistry registry, Map<String, ClaimedMail> held) {
        this.registry = registry;
        this.attempts = Timer.builder("altima.mail.attempt")
                .description("From claim to the provider's answer")
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
        this.firstAttempt = Timer.builder("altima.mail.first.attempt")
                .description("From acceptance to the first attempt")
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
        registry.gaugeMapSize("altima.mail.held", java.util.List.of(), held);
    }

    void started(ClaimedMail mail) {
        if (mail.fence() == 1) {
            Duration waited = Duration.between(mail.createdAt(), Instant.now());
            firstAttempt.record(waited.isNegative() ? Duration.ZERO : waited);
        }
    }

    void finished(ClaimedMail mail, DeliveryOutcome outcome) {
        attempts.record(Duration.between(mail.claimedAt(), Instant.now()).abs());
        Counter.builder("altima.mail.outcomes")
                .tag("outcome", outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .register(registry)
                .increment();
    }
}
