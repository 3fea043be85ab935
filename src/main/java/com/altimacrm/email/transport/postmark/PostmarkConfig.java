package com.altimacrm.email.transport.postmark;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the Postmark client. */
@ConfigMapping(prefix = "altima.email.postmark")
public interface PostmarkConfig {
    /** How long a TCP connection and the TLS handshake may take, each. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long a mail may wait for a connection, a new one's making included. */
    @WithDefault("30s")
    Duration acquireTimeout();

    /** How long a request and its answer may take together; cut short after the request left, the mail's fate is unknown. */
    @WithDefault("120s")
    Duration answerTimeout();

    /** How long an unused connection is kept; shorter than Postmark keeps it, so that no mail meets a dead one. */
    @WithDefault("10s")
    Duration idleTimeout();

    /** Connections of one replica to one endpoint, over all tenants. */
    @WithDefault("100")
    int maxConnections();
}
