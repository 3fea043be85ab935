package com.altimacrm.email.transport.postmark;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.transport.AskersContext;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.MailTransport;
import com.altimacrm.email.transport.ProviderAccount;
import com.altimacrm.email.transport.ProviderKind;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Sends through Postmark's API with the token of a tenant's own server. */
// Made at start, on no context: what Vert.x makes on a request's context ends with the HTTP server, too early at a
// stop.
@Startup
@ApplicationScoped
class PostmarkTransport implements MailTransport {
    private static final Logger LOG = Logger.getLogger(PostmarkTransport.class);
    private static final int BIG = 256 * 1024;

    private final Vertx vertx;
    private final EgressGuard guard;
    private final PostmarkConfig config;
    private final HttpClient client;

    @Inject
    PostmarkTransport(Vertx vertx, EgressGuard guard, PostmarkConfig config) {
        this.vertx = vertx;
        this.guard = guard;
        this.config = config;
        this.client = vertx.createHttpClient(options(config));
    }

    /** For CDI's proxy only. */
    protected PostmarkTransport() {
        this.vertx = null;
        this.guard = null;
        this.config = null;
        this.client = null;
    }

    @Override
    public ProviderKind kind() {
        return ProviderKind.POSTMARK;
    }

    @Override
    public int concurrency(ProviderAccount account) {
        return PostmarkSettings.maxConnections(account.config());
    }

    @Override
    public Map<String, List<String>> faults(Map<String, String> providerConfig) {
        return PostmarkFaults.of(providerConfig);
    }

    /** Connections carry no login, so none is the account's own. */
    @Override
    public void forget(String providerId) {}

    @Override
    public Uni<DeliveryOutcome> deliver(OutgoingMessage message, ProviderAccount account) {
        return answered(() -> sent(message, account)
                .onSuccess(outcome -> LOG.debugf(
                        "messageId=%s providerId=%s outcome=%s",
                        message.outboxId(),
                        account.providerId(),
                        outcome.getClass().getSimpleName())));
    }

    @Override
    public Uni<DeliveryOutcome> check(ProviderAccount account) {
        return answered(() -> {
            PostmarkSettings settings = settings(account);
            return admitted(settings)
                    .compose(address -> exchange(settings).run(address, "/server", null))
                    .map(PostmarkVerdict::ofServer);
        });
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private Future<DeliveryOutcome> sent(OutgoingMessage message, ProviderAccount account) {
        if (message.size() > PostmarkMail.MAX_OCTETS) {
            return Future.succeededFuture(new Rejected(
                    "The mail has more than the " + PostmarkMail.MAX_OCTETS
                            + " octets that Postmark takes; send less or smaller files.",
                    List.of()));
        }
        PostmarkSettings settings = settings(account);
        return admitted(settings).compose(address -> written(message, settings, account.tenantId())
                .compose(body -> exchange(settings).run(address, "/email", body))
                .map(answer -> PostmarkVerdict.ofMail(answer, message)));
    }

    /** Big mails are written on a worker, so that the event loop stays free. */
    private Future<Buffer> written(OutgoingMessage message, PostmarkSettings settings, String tenantId) {
        PostmarkMail mail = new PostmarkMail(message, settings, tenantId);
        return message.size() > BIG ? vertx.executeBlocking(mail::write, false) : Future.succeededFuture(mail.write());
    }

    private PostmarkExchange exchange(PostmarkSettings settings) {
        return new PostmarkExchange(vertx, client, config, settings);
    }

    /** Settings at fault burn no mail: they are the account's, and can be mended while the mail waits. */
    private static PostmarkSettings settings(ProviderAccount account) {
        PostmarkFaults.of(account.config()).forEach((key, faults) -> {
            throw new NotSent(
                    "The provider '" + account.name() + "' cannot be used: " + key + ": " + faults.get(0), true);
        });
        return PostmarkSettings.of(account.config());
    }

    private Future<InetSocketAddress> admitted(PostmarkSettings settings) {
        Context here = Vertx.currentContext();
        Promise<InetSocketAddress> promise = Promise.promise();
        guard.admit(settings.host(), settings.port())
                .subscribe()
                .with(
                        address -> here.runOnContext(x -> promise.complete(address)),
                        failure -> here.runOnContext(x -> promise.fail(new NotSent(failure.getMessage(), true))));
        return promise.future();
    }

    private static Future<DeliveryOutcome> explained(Throwable failure) {
        if (failure instanceof NotSent unsent) {
            return Future.succeededFuture(
                    new Deferred(unsent.getMessage(), unsent.away(), Optional.empty(), List.of()));
        }
        if (failure instanceof AnswerLost) {
            return Future.succeededFuture(new Unconfirmed(failure.getMessage(), List.of()));
        }
        return failure instanceof InvalidMessage invalid
                ? Future.succeededFuture(new Rejected(
                        "The mail cannot be written: " + invalid.field() + ": " + invalid.getMessage(), List.of()))
                : Future.failedFuture(failure);
    }

    /** Works on a context of its own, never on the caller's, which may end with a request. */
    private Uni<DeliveryOutcome> answered(Supplier<Future<DeliveryOutcome>> work) {
        return AskersContext.answer(() -> {
            Promise<DeliveryOutcome> answer = Promise.promise();
            ((VertxInternal) vertx).createEventLoopContext().runOnContext(x -> Future.succeededFuture()
                    .compose(y -> work.get())
                    .recover(PostmarkTransport::explained)
                    .onComplete(answer));
            return answer.future();
        });
    }

    private static HttpClientOptions options(PostmarkConfig config) {
        int millis = Math.toIntExact(config.connectTimeout().toMillis());
        return new HttpClientOptions()
                .setConnectTimeout(millis)
                .setSslHandshakeTimeout(millis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setMaxPoolSize(config.maxConnections())
                .setKeepAlive(true)
                .setKeepAliveTimeout(
                        Math.toIntExact(Math.max(1, config.idleTimeout().toSeconds())))
                .setMaxHeaderSize(32 * 1024)
                .setDecompressionSupported(false)
                .setTrustAll(false)
                .setVerifyHost(true);
    }
}
