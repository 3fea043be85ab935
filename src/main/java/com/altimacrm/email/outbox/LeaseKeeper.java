package com.altimacrm.email.outbox;

import com.altimacrm.email.outbox.store.ClaimStore;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Renews the leases of the mails on their way, three times within a lease. */
@ApplicationScoped
class LeaseKeeper {
    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final Vertx vertx;
    private final ClaimStore store;
    private final Dispatcher dispatcher;
    private final OutboxConfig config;
    private long timer;
    private volatile boolean renewing;

    LeaseKeeper(Vertx vertx, ClaimStore store, Dispatcher dispatcher, OutboxConfig config) {
        this.vertx = vertx;
        this.store = store;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    void start() {
        timer = vertx.setPeriodic(config.lease().toMillis() / 3, tick -> renew());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void renew() {
        List<ClaimedMail> held = List.copyOf(dispatcher.held());
        if (renewing || held.isEmpty()) {
            return;
        }
        renewing = true;
        store.renew(held)
                .ifNoItem()
                .after(config.lease())
                .fail()
                .eventually(() -> renewing = false)
                .subscribe()
                .with(this::report, failure -> LOG.warnf("Leases were not renewed: %s", failure));
    }

    private void report(List<String> lost) {
        if (!lost.isEmpty()) {
            LOG.debugf("%d mails were settled or taken over while their leases were renewed", lost.size());
        }
    }
}
