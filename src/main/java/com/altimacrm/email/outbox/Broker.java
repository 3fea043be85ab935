package com.altimacrm.email.outbox;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Publishes to the broker and waits for its confirm. */
public interface Broker {
    /**
     * Publishes a persistent message through the default exchange to a queue, which is declared if need be.
     *
     * <p>Completes on the publisher confirm; fails when it does not come in time. The message may then still go out.
     */
    Uni<Void> publish(String queue, byte[] body, Map<String, String> headers);
}
