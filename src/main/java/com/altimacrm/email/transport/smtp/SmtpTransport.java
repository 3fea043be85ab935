package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.message.MimeWriter;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.WrittenMail;
import com.altimacrm.email.transport.AskersContext;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.MailTransport;
import com.altimacrm.email.transport.ProviderAccount;
import com.altimacrm.email.transport.ProviderKind;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Sends over SMTP submission (RFC 6409) through a tenant's own account. */
// Made at start, on no context: what Vert.x makes on a request's context ends with the HTTP server, too early at a
// stop.
@Startup
@ApplicationScoped
class SmtpTransport implements MailTransport {
    private static final Logger LOG = Logger.getLogger(SmtpTransport.class);
    private static final int BIG = 256 * 1024;
    private static final int MAX_TRIES = 4;

    private final Vertx vertx;
    private final SmtpConfig config;
    private final SmtpPools pools;

    @Inject
    SmtpTransport(Vertx vertx, EgressGuard guard, SmtpConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.pools = new SmtpPools(vertx, guard, config);
    }

    /** For CDI's proxy only. */
    protected SmtpTransport() {
        this.vertx = null;
        this.config = null;
        this.pools = null;
    }

    @Override
    public ProviderKind kind() {
        return ProviderKind.SMTP;
    }

    @Override
    public int concurrency(ProviderAccount account) {
        return SmtpSettings.maxConnections(account.config());
    }

    @Override
    public Map<String, List<String>> faults(Map<String, String> providerConfig) {
        return SmtpFaults.of(providerConfig);
    }

    @Override
    public void forget(String providerId) {
        pools.forget(providerId);
    }

    @Override
    public Uni<DeliveryOutcome> deliver(OutgoingMessage message, ProviderAccount account) {
        return AskersContext.answer(() -> Future.succeededFuture()
                .compose(x -> written(message))
                .compose(mail -> attempt(message, mail, account, 0))
                .recover(SmtpTransport::explained)
                .onSuccess(outcome -> LOG.debugf(
                        "messageId=%s providerId=%s outcome=%s",
                        message.outboxId(),
                        account.providerId(),
                        outcome.getClass().getSimpleName())));
    }

    @Override
    public Uni<DeliveryOutcome> check(ProviderAccount account) {
        return AskersContext.answer(() -> Future.succeededFuture()
                .compose(x -> pools.open(account))
                .map(line -> welcomed(line, SmtpSettings.of(account.config())))
                .recover(SmtpTransport::explained));
    }

    @PreDestroy
    void close() {
        pools.close();
    }

    private static DeliveryOutcome welcomed(SmtpLine line, SmtpSettings settings) {
        String how = (settings.username() == null ? "Connected to " : "Logged in to ")
                + settings.server()
                + (line.secured() ? " over TLS." : " without TLS.");
        line.close();
        return new Accepted(how, null, List.of());
    }

    /** Big files are encoded on a worker, so that the event loop stays free. */
    private Future<WrittenMail> written(OutgoingMessage message) {
        return message.size() > BIG
                ? vertx.executeBlocking(() -> MimeWriter.write(message), false)
                : Future.succeededFuture(MimeWriter.write(message));
    }

    private Future<DeliveryOutcome> attempt(
            OutgoingMessage message, WrittenMail mail, ProviderAccount account, int tries) {
        SmtpPool pool = pools.of(account);
        return pool.acquire(tries > 0)
                .compose(line -> line.run(() -> sent(pool, line, message, mail)))
                .recover(failure -> {
                    boolean again = failure instanceof StaleLine || failure instanceof PoolRetired;
                    return again && tries < MAX_TRIES
                            ? attempt(message, mail, account, tries + 1)
                            : Future.failedFuture(failure);
                });
    }

    private Future<DeliveryOutcome> sent(SmtpPool pool, SmtpLine line, OutgoingMessage message, WrittenMail mail) {
        SmtpTransaction transaction = new SmtpTransaction(line, config, message, mail);
        return Future.succeededFuture().compose(x -> transaction.run()).onComplete(x -> transaction
                .tidy()
                .onComplete(tidy -> pool.release(line, tidy.succeeded() && tidy.result())));
    }

    private static Future<DeliveryOutcome> explained(Throwable failure) {
        if (failure instanceof InvalidMessage invalid) {
            return Future.succeededFuture(new Rejected(
                    "The mail cannot be written: " + invalid.field() + ": " + invalid.getMessage(), List.of()));
        }
        boolean expected = failure instanceof NoLine || failure instanceof StaleLine || failure instanceof PoolRetired;
        return expected
                ? Future.succeededFuture(Verdict.deferred(failure.getMessage(), true, List.of()))
                : Future.failedFuture(failure);
    }
}
