package com.altimacrm.email.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Starts and stops the sending side of this replica; a stop finishes or gives back what is held within its grace. */
@ApplicationScoped
class OutboxLifecycle {
    private static final Logger LOG = Logger.getLogger(OutboxLifecycle.class);
    private static final long POLL_MS = 20;

    private final Sweeper sweeper;
    private final LeaseKeeper leases;
    private final PublicationRelay relay;
    private final Dispatcher dispatcher;
    private final OutboxConfig config;

    OutboxLifecycle(
            Sweeper sweeper, LeaseKeeper leases, PublicationRelay relay, Dispatcher dispatcher, OutboxConfig config) {
        this.sweeper = sweeper;
        this.leases = leases;
        this.relay = relay;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        sweeper.start();
        leases.start();
        relay.start();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) {
        sweeper.stop();
        giveBackUnstarted();
        awaitHeld(Instant.now().plus(config.stopGrace()));
        relay.stop();
        leases.stop();
        if (!dispatcher.held().isEmpty()) {
            LOG.warnf(
                    "%d mails are still on their way; their leases lapse",
                    dispatcher.held().size());
        }
    }

    private void giveBackUnstarted() {
        try {
            dispatcher.stop().await().atMost(Duration.ofSeconds(5));
        } catch (RuntimeException failure) {
            LOG.warnf("Waiting mails were not given back, their leases lapse: %s", failure);
        }
    }

    /** The stop runs on a thread of its own, so it may wait. */
    private void awaitHeld(Instant end) {
        while (!dispatcher.held().isEmpty() && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
