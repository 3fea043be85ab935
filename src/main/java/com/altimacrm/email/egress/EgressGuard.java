package com.altimacrm.email.egress;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides which addresses this service may connect to on behalf of a tenant.
 *
 * <p>A name is resolved once; the caller connects to the returned address and never to the name, so that a second
 * answer of the name server cannot lead elsewhere.
 */
// Made at start, on no context: what Vert.x makes on a request's context ends with the HTTP server, too early at a
// stop.
@Startup
@ApplicationScoped
public class EgressGuard {
    private static final int LOOKUP_THREADS = 8;
    private static final int MAX_WAITING = 2000;

    private final WorkerExecutor lookups;
    private final Duration timeout;
    private final AllowList allowed;
    private final AtomicInteger waiting = new AtomicInteger();

    @Inject
    public EgressGuard(Vertx vertx, EgressConfig config) {
        this(vertx, config.allow().orElse(List.of()), config.resolveTimeout());
    }

    /**
     * A guard outside CDI.
     *
     * @param allow host names and networks to admit although they are not public
     * @param timeout how long a name may take to resolve
     * @throws IllegalArgumentException when an entry is neither a name nor a network
     */
    public EgressGuard(Vertx vertx, List<String> allow, Duration timeout) {
        this.lookups = vertx.createSharedWorkerExecutor("egress-lookup", LOOKUP_THREADS);
        this.timeout = timeout;
        this.allowed = new AllowList(allow);
    }

    /** For CDI's proxy only. */
    protected EgressGuard() {
        this.lookups = null;
        this.timeout = Duration.ZERO;
        this.allowed = null;
    }

    /**
     * The address to connect to. It carries the host as its name, for the certificate check.
     *
     * <p>Fails with {@link EgressRefused} when the host is not public and not allowed, with {@link EgressUnresolved}
     * when it has no address within the time-out. Of several addresses the first that may be reached is taken.
     *
     * @param host a name, or an IP literal as dotted quad or IPv6 (bracketed or not)
     * @param port 1 to 65535
     */
    public Uni<InetSocketAddress> admit(String host, int port) {
        return Uni.createFrom().deferred(() -> {
            String name = normalised(host);
            if (port < 1 || port > 65535) {
                throw new EgressRefused("Port " + port + " of host '" + name + "' is not between 1 and 65535.");
            }
            byte[] literal = HostLiteral.octets(name);
            if (literal != null) {
                return Uni.createFrom().item(chosen(name, port, Network.address(name, literal)));
            }
            return resolved(name).map(found -> chosen(name, port, found));
        });
    }

    private InetSocketAddress chosen(String name, int port, InetAddress... found) {
        for (InetAddress address : found) {
            if (PublicAddresses.contains(address) || allowed.admits(name, address)) {
                return new InetSocketAddress(Network.address(name, address.getAddress()), port);
            }
        }
        throw new EgressRefused(
                "Host '" + name + "' is not on the public Internet, so it may not be connected to; use a"
                        + " public host, or have the operator add it to EGRESS_ALLOW.");
    }

    private Uni<InetAddress[]> resolved(String name) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Uni.createFrom()
                    .failure(new EgressUnresolved("Too many names wait to be resolved; try again later."));
        }
        return Uni.createFrom()
                .<InetAddress[]>emitter(emitter -> lookups.<InetAddress[]>executeBlocking(() -> lookup(name), false)
                        .onComplete(x -> waiting.decrementAndGet())
                        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .onSuccess(emitter::complete)
                        .onFailure(failure -> emitter.fail(unresolved(name, failure))));
    }

    private static InetAddress[] lookup(String name) throws UnknownHostException {
        return InetAddress.getAllByName(name);
    }

    private static EgressUnresolved unresolved(String name, Throwable failure) {
        boolean unknown = failure instanceof UnknownHostException;
        return new EgressUnresolved("Host '" + name + "' "
                + (unknown ? "has no address in the DNS" : "could not be resolved in time")
                + "; check its spelling and the name server.");
    }

    private static String normalised(String host) {
        String text = host == null ? "" : host.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.endsWith("]")) {
            return bracketed(text.substring(1, text.length() - 1));
        }
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.indexOf(':') >= 0 || HostLiteral.octets(text) != null) {
            return literal(text);
        }
        return name(text);
    }

    private static String bracketed(String inner) {
        if (inner.indexOf(':') < 0) {
            throw malformed(inner);
        }
        return literal(inner);
    }

    private static String literal(String text) {
        if (HostLiteral.octets(text) == null) {
            throw malformed(text);
        }
        return text;
    }

    private static String name(String text) {
        String ascii;
        try {
            ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            throw malformed(text);
        }
        boolean disguised = HostLiteral.octets(ascii) != null || HostLiteral.looksNumeric(ascii);
        if (ascii.isEmpty() || ascii.startsWith(".") || ascii.length() > 253 || disguised) {
            throw malformed(text);
        }
        return ascii;
    }

    private static EgressRefused malformed(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new EgressRefused("'" + shown.replaceAll("\\p{Cntrl}", "?")
                + "' is not a host to connect to; use a host name such as smtp.example.com.");
    }
}
