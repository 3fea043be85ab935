package com.altimacrm.email.outbox;

import io.smallrye.mutiny.Uni;

/** Reads the broker's queues. */
public interface QueueWatch {
    /** Depth and consumers of the contract's queues; answers also while the broker is down. Never fails. */
    Uni<QueueReport> report();
}
