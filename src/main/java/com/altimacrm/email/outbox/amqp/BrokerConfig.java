package com.altimacrm.email.outbox.amqp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where the broker is; the messaging channels read the same settings under SmallRye's names. */
@ConfigMapping(prefix = "altima.email.rabbitmq")
interface BrokerConfig {
    /** Host name or address. */
    String host();

    /** TCP port. */
    int port();

    /** User to log in as. */
    String username();

    /** Password; never logged. */
    Optional<String> password();

    /** Virtual host. */
    String virtualHost();

    /** Whether to speak TLS, with the certificate and host name checked. */
    @WithDefault("false")
    boolean tls();

    /** Queue of orders to read a mailbox now. */
    @WithDefault("email.sync.user")
    String syncQueue();

    /** Queue of received mail for the CRM. */
    @WithDefault("email.inbound")
    String inboundQueue();
}
