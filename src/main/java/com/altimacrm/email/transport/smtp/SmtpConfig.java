package com.altimacrm.email.transport.smtp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the SMTP client; time-outs are per step, after RFC 5321 §4.5.3.2 but shorter where a relay answers. */
@ConfigMapping(prefix = "altima.email.smtp")
public interface SmtpConfig {
    /** Name said in EHLO; without it the domain of the account's from_address. */
    Optional<String> ehloName();

    /** How long a TCP connection and the TLS handshake may take, each. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long the greeting and the reply to any command may take. */
    @WithDefault("60s")
    Duration commandTimeout();

    /** How long one block of the body may take to leave. */
    @WithDefault("180s")
    Duration dataBlockTimeout();

    /** How long the reply to the end of the body may take; cut short, the mail's fate is unknown. */
    @WithDefault("600s")
    Duration finalReplyTimeout();

    /** How long an unused connection is kept. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** How long a mail may wait for a free connection of its account. */
    @WithDefault("30s")
    Duration acquireTimeout();

    /** How many mails one connection carries before it is replaced. */
    @WithDefault("1000")
    int mailsPerConnection();
}
