package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.transport.ProviderAccount;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One pool per account and revision. A pool without lines goes away by itself, so accounts that send seldom cost
 * nothing in between.
 */
final class SmtpPools {
    private record Entry(long revision, SmtpPool pool, NetClient own) {
        void retire() {
            pool.retire();
        }
    }

    private final Vertx vertx;
    private final EgressGuard guard;
    private final SmtpConfig config;
    private final NetClient startingPlain;
    private final NetClient startingTls;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final long sweeper;

    SmtpPools(Vertx vertx, EgressGuard guard, SmtpConfig config) {
        this.vertx = vertx;
        this.guard = guard;
        this.config = config;
        this.startingPlain = vertx.createNetClient(options(false));
        this.startingTls = vertx.createNetClient(options(true));
        long pause = Math.max(100, config.idleTimeout().toMillis() / 3);
        this.sweeper = vertx.setPeriodic(pause, x -> sweep());
    }

    /** The account's pool; one of an older revision is drained and replaced. */
    SmtpPool of(ProviderAccount account) {
        Entry known = entries.get(account.providerId());
        if (known != null && known.revision() >= account.revision()) {
            return known.pool();
        }
        return entries.compute(account.providerId(), (id, old) -> newest(old, account))
                .pool();
    }

    /** A line that no pool knows, for a check. */
    Future<SmtpLine> open(SmtpSettings settings) {
        NetClient client = client(settings);
        return new SmtpDial(vertx, guard, client, config, settings).open().onFailure(x -> closeOwn(client));
    }

    void forget(String providerId) {
        Entry gone = entries.remove(providerId);
        if (gone != null) {
            gone.retire();
        }
    }

    void close() {
        vertx.cancelTimer(sweeper);
        Set.copyOf(entries.keySet()).forEach(this::forget);
    }

    private Entry newest(Entry old, ProviderAccount account) {
        if (old != null && old.revision() >= account.revision()) {
            return old;
        }
        if (old != null) {
            old.retire();
        }
        SmtpSettings settings = SmtpSettings.of(account.config());
        NetClient client = client(settings);
        SmtpDial dial = new SmtpDial(vertx, guard, client, config, settings);
        return new Entry(account.revision(), new SmtpPool(vertx, config, settings, dial::open), client);
    }

    private void sweep() {
        entries.forEach((id, entry) -> {
            if (entry.pool().sweep() && entries.remove(id, entry)) {
                closeOwn(entry.own());
            }
        });
    }

    /** Accounts share two clients; one with certificates of its own gets a client of its own. */
    private NetClient client(SmtpSettings settings) {
        boolean tls = settings.security() == Security.IMPLICIT_TLS;
        if (settings.tlsCa() == null) {
            return tls ? startingTls : startingPlain;
        }
        PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(settings.tlsCa()));
        return vertx.createNetClient(options(tls).setTrustOptions(trust));
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
