package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.egress.EgressGuard;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Opens lines to one account's server: address check, connection, greeting, EHLO, TLS, login. Each failure is a {@link
 * NoLine} that names the step and the remedy.
 */
final class SmtpDial {
    private final Vertx vertx;
    private final EgressGuard guard;
    private final NetClient client;
    private final SmtpConfig config;
    private final SmtpSettings settings;

    SmtpDial(Vertx vertx, EgressGuard guard, NetClient client, SmtpConfig config, SmtpSettings settings) {
        this.vertx = vertx;
        this.guard = guard;
        this.client = client;
        this.config = config;
        this.settings = settings;
    }

    /** A line that is greeted, secured and logged in. */
    Future<SmtpLine> open() {
        return admitted().compose(this::connected).compose(line -> line.run(() -> prepared(line)));
    }

    private Future<InetSocketAddress> admitted() {
        Promise<InetSocketAddress> promise = Promise.promise();
        guard.admit(settings.host(), settings.port())
                .subscribe()
                .with(promise::complete, failure -> promise.fail(new NoLine(failure.getMessage())));
        return promise.future();
    }

    /** Each line lives on an event loop context of its own, never on the caller's, which may end with a request. */
    private Future<SmtpLine> connected(InetSocketAddress address) {
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        Promise<SmtpLine> promise = Promise.promise();
        context.runOnContext(x -> Future.succeededFuture()
                .compose(y -> client.connect(SocketAddress.inetSocketAddress(address)))
                .map(socket -> line(context, socket))
                .recover(failure -> Future.failedFuture(unconnected(failure)))
                .onComplete(promise));
        return promise.future();
    }

    private SmtpLine line(Context context, NetSocket socket) {
        return new SmtpLine(vertx, context, socket);
    }

    private Future<SmtpLine> prepared(SmtpLine line) {
        return greeted(line)
                .compose(x -> hello(line))
                .compose(x -> secured(line))
                .compose(x -> new SmtpLogin(line, settings, config.commandTimeout()).run())
                .map(x -> line)
                .onFailure(x -> line.close())
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    private Future<Void> greeted(SmtpLine line) {
        return line.reply(limit()).compose(reply -> reply.positive() ? done() : refused("did not greet us", reply));
    }

    private Future<Void> hello(SmtpLine line) {
        return line.command("EHLO " + ehloName(), limit()).compose(reply -> {
            if (reply.positive()) {
                line.capabilities(Capabilities.of(reply));
                return done();
            }
            return reply.permanent() ? oldHello(line) : refused("refused our EHLO", reply);
        });
    }

    private Future<Void> oldHello(SmtpLine line) {
        line.capabilities(Capabilities.NONE);
        return line.command("HELO " + ehloName(), limit())
                .compose(reply -> reply.positive() ? done() : refused("refused our HELO", reply));
    }

    private Future<Void> secured(SmtpLine line) {
        boolean offered = line.capabilities().offers("STARTTLS");
        switch (settings.security()) {
            case STARTTLS:
                return offered ? startTls(line) : Future.failedFuture(noTls());
            case STARTTLS_IF_OFFERED:
                return offered ? startTls(line) : done();
            default:
                return done();
        }
    }

    /** What the server offered in clear is forgotten: anybody could have said it (RFC 3207 §4.2). */
    private Future<Void> startTls(SmtpLine line) {
        return line.command("STARTTLS", limit()).compose(reply -> {
            if (!reply.positive()) {
                return refused("offered STARTTLS and refused it", reply);
            }
            line.capabilities(Capabilities.NONE);
            return line.secure().compose(x -> hello(line));
        });
    }

    private NoLine noTls() {
        return new NoLine("The server " + settings.server()
                + " offers no STARTTLS, and smtp_encryption asks for it; use port 465 with ssl, or none if you must.");
    }

    private NoLine unconnected(Throwable failure) {
        if (isTls(failure)) {
            return untrusted(failure);
        }
        return new NoLine("No connection to the server " + settings.server() + " (" + brief(failure)
                + "); check smtp_host and smtp_port.");
    }

    private NoLine explained(Throwable failure) {
        if (failure instanceof NoLine known) {
            return known;
        }
        if (isTls(failure)) {
            return untrusted(failure);
        }
        return new NoLine(
                "The server " + settings.server() + " broke off before a mail could be sent: " + brief(failure) + ".");
    }

    private NoLine untrusted(Throwable failure) {
        return new NoLine("TLS with the server " + settings.server() + " failed (" + brief(failure)
                + "); check that smtp_host is the name in its certificate, and smtp_port and smtp_encryption.");
    }

    private static boolean isTls(Throwable failure) {
        return failure instanceof SSLException || failure.getCause() instanceof SSLException;
    }

    private static String brief(Throwable failure) {
        if (failure instanceof ClosedChannelException) {
            return "the line was closed";
        }
        String message = Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
        String flat = message.replace('\n', ' ').replace('\r', ' ');
        return flat.length() > 300 ? flat.substring(0, 300) : flat;
    }

    private <T> Future<T> refused(String what, SmtpReply reply) {
        return Future.failedFuture(new NoLine("The server " + settings.server() + " " + what + ": " + reply.text()));
    }

    private String ehloName() {
        return config.ehloName().orElse(settings.fromDomain() == null ? "localhost" : settings.fromDomain());
    }

    private Duration limit() {
        return config.commandTimeout();
    }

    private static Future<Void> done() {
        return Future.succeededFuture();
    }
}
