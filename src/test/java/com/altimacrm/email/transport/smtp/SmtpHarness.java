package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.ProviderAccount;
import com.altimacrm.email.transport.ProviderKind;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A transport with short time-outs, for tests against a scripted server. */
final class SmtpHarness implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    final Vertx vertx = Vertx.vertx();
    final SmtpTransport transport;

    /** @param settings altima.email.smtp.* names and values, in pairs */
    SmtpHarness(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "altima.email.smtp.command-timeout", "PT0.4S",
                "altima.email.smtp.data-block-timeout", "PT5S",
                "altima.email.smtp.final-reply-timeout", "PT0.4S",
                "altima.email.smtp.connect-timeout", "PT5S"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put("altima.email.smtp." + settings[i], settings[i + 1]);
        }
        SmtpConfig config = new SmallRyeConfigBuilder()
                .withMapping(SmtpConfig.class)
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValues(all)
                .build()
                .getConfigMapping(SmtpConfig.class);
        EgressGuard guard = new EgressGuard(vertx, List.of("127.0.0.0/8", "localhost"), Duration.ofSeconds(5));
        transport = new SmtpTransport(vertx, guard, config);
    }

    /** An account on a local port, without TLS unless the extra keys say so. */
    static ProviderAccount account(int port, String... extra) {
        Map<String, String> config = new HashMap<>(Map.of(
                "smtp_host",
                "localhost",
                "smtp_port",
                String.valueOf(port),
                "smtp_encryption",
                "none",
                "from_address",
                "shop@sender.test"));
        for (int i = 0; i < extra.length; i += 2) {
            config.put(extra[i], extra[i + 1]);
        }
        return new ProviderAccount("provider-" + port, "tenant", "test account", ProviderKind.SMTP, 1, config);
    }

    DeliveryOutcome deliver(ScriptedSmtpServer server, OutgoingMessage mail, String... extra) {
        return deliver(mail, account(server.port(), extra));
    }

    DeliveryOutcome deliver(OutgoingMessage mail, ProviderAccount account) {
        return transport.deliver(mail, account).await().atMost(LIMIT);
    }

    DeliveryOutcome check(ProviderAccount account) {
        return transport.check(account).await().atMost(LIMIT);
    }

    @Override
    public void close() {
        transport.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
