package com.altimacrm.email.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the egress guard. */
@ConfigMapping(prefix = "altima.email.egress")
public interface EgressConfig {
    /** Host names and networks ("mail.internal", "10.1.0.0/16") that may be reached although they are not public. */
    Optional<List<String>> allow();

    /** How long a name may take to resolve. */
    @WithDefault("5s")
    Duration resolveTimeout();
}
