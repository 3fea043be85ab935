package com.altimacrm.email.outbox;

import com.altimacrm.email.message.UuidV7;
import jakarta.enterprise.context.ApplicationScoped;

/** Names this process as the owner of leases and as an actor on timelines; never the same twice. */
@ApplicationScoped
public class ReplicaName {
    private final String value = "replica-" + UuidV7.nextText();

    /** At most 64 characters. */
    public String value() {
        return value;
    }
}
