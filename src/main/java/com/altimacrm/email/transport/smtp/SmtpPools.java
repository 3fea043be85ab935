package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.transport.ProviderAccount;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.impl.NetClientBuilder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One pool per account and revision. A pool without lines goes away by itself, so accounts that send seldom cost
 * nothing in between.
 */
final class SmtpPools {
    private record Entry(long revision, SmtpPool pool, NetClient client) {
        boolean serves(ProviderAccount account) {
            return revision >= account.revision() && !pool.isRetired();
        }
    }

    private final Vertx vertx;
    private final EgressGuard guard;
    private final SmtpConfig config;
    private final NetClient startingPlain;
    private final NetClient startingTls;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Set<Entry> draining = ConcurrentHashMap.newKeySet();
    private final long sweeper;

    SmtpPools(Vertx vertx, EgressGuard guard, SmtpConfig config) {
        this.vertx = vertx;
        this.guard = guard;
        this.config = config;
        this.startingPlain = newClient(options(false));
        this.startingTls = newClient(options(true));
        long pause = Math.max(100, config.idleTimeout().toMillis() / 3);
        this.sweeper = vertx.setPeriodic(pause, x -> sweep());
    }

    /** The account's pool; one of an older revision is drained and replaced. Throws {@link NoLine} for faulty settings. */
    SmtpPool of(ProviderAccount account) {
        Entry known = entries.get(account.providerId());
        if (known != null && known.serves(account)) {
            return known.pool();
        }
        AtomicReference<Entry> replaced = new AtomicReference<>();
        Entry current = entries.compute(account.providerId(), (id, old) -> {
            boolean serves = old != null && old.serves(account);
            replaced.set(serves ? null : old);
            return serves ? old : created(account);
        });
        drain(replaced.get());
        return current.pool();
    }

    /** A line that no pool knows, for a check. */
    Future<SmtpLine> open(ProviderAccount account) {
        SmtpSettings settings = settings(account);
        NetClient client = client(settings);
        return new SmtpDial(vertx, guard, client, config, settings)
                .open()
                .onSuccess(line -> line.onBroken(() -> closeOwn(client)))
                .onFailure(x -> closeOwn(client));
    }

    void forget(String providerId) {
        drain(entries.remove(providerId));
    }

    void close() {
        vertx.cancelTimer(sweeper);
        Set.copyOf(entries.keySet()).forEach(this::forget);
        startingPlain.close();
        startingTls.close();
    }

    private void drain(Entry old) {
        if (old != null) {
            draining.add(old);
            old.pool().retire();
        }
    }

    private Entry created(ProviderAccount account) {
        SmtpSettings settings = settings(account);
        NetClient client = client(settings);
        SmtpDial dial = new SmtpDial(vertx, guard, client, config, settings);
        return new Entry(account.revision(), new SmtpPool(vertx, config, settings, dial::open), client);
    }

    /** Settings at fault burn no mail: they are the account's, and can be mended while the mail waits. */
    private static SmtpSettings settings(ProviderAccount account) {
        SmtpFaults.of(account.config()).forEach((key, faults) -> {
            throw new NoLine("The provider '" + account.name() + "' cannot be used: " + key + ": " + faults.get(0));
        });
        return SmtpSettings.of(account.config());
    }

    private void sweep() {
        entries.forEach((id, entry) -> {
            if (entry.pool().sweep() && entries.remove(id, entry)) {
                closeOwn(entry.client());
            }
        });
        draining.removeIf(entry -> {
            boolean empty = entry.pool().sweep();
            if (empty) {
                closeOwn(entry.client());
            }
            return empty;
        });
    }

    /** Accounts share two clients; one with certificates of its own gets a client of its own. */
    private NetClient client(SmtpSettings settings) {
        boolean tls = settings.security() == Security.IMPLICIT_TLS;
        if (settings.tlsCa() == null) {
            return tls ? startingTls : startingPlain;
        }
        PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(settings.tlsCa()));
        return newClient(options(tls).setTrustOptions(trust));
    }

    /**
     * A client that lives until it is closed here. The plain way ties it to the context that happens to ask first, and
     * that of a request ends with the HTTP server, before the mails on their way are out.
     */
    private NetClient newClient(NetClientOptions options) {
        return new NetClientBuilder((VertxInternal) vertx, options)
                .closeFuture(new CloseFuture())
                .build();
    }

    private void closeOwn(NetClient client) {
        if (client != startingPlain && client != startingTls) {
            client.close();
        }
    }

    private NetClientOptions options(boolean tls) {
        int millis = Math.toIntExact(config.connectTimeout().toMillis());
        return new NetClientOptions()
                .setSsl(tls)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setSslHandshakeTimeout(millis)
                .setSslHandshakeTimeoutUnit(java.util.concurrent.TimeUnit.MILLISECONDS)
                .setConnectTimeout(millis)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }
}
