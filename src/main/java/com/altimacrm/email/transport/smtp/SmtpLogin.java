package com.altimacrm.email.transport.smtp;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Logs in on a line (RFC 4954): PLAIN, else LOGIN, or XOAUTH2 for accounts with a token. A password never goes over a
 * line in clear unless the account says {@code none}.
 */
final class SmtpLogin {
    /** A shorter secret may be a word of the reply's own; hiding it there would tell more than it hides. */
    private static final int SHORTEST_TO_HIDE = 8;

    private static final int MAX_COMMAND = 510;

    private final SmtpLine line;
    private final SmtpSettings settings;
    private final Duration limit;

    SmtpLogin(SmtpLine line, SmtpSettings settings, Duration limit) {
        this.line = line;
        this.settings = settings;
        this.limit = limit;
    }

    Future<Void> run() {
        if (settings.username() == null) {
            return Future.succeededFuture();
        }
        if (!line.secured() && settings.security() != Security.PLAIN) {
            return fail(
                    "offers no TLS, so the password was not sent; set smtp_encryption to ssl or tls, or none if you must");
        }
        return login(line.capabilities().mechanisms()).compose(this::judged);
    }

    private Future<SmtpReply> login(Set<String> mechanisms) {
        String user = settings.username();
        String secret = settings.password();
        if (settings.tokenLogin()) {
            return mechanisms.contains("XOAUTH2")
                    ? withInitial("XOAUTH2", token(user, secret))
                    : fail("offers no XOAUTH2 login; remove auth to use a password");
        }
        if (mechanisms.contains("PLAIN")) {
            return withInitial("PLAIN", plain(user, secret));
        }
        if (mechanisms.contains("LOGIN")) {
            return line.command("AUTH LOGIN", limit)
                    .compose(reply -> proceed(reply, user))
                    .compose(reply -> proceed(reply, secret));
        }
        return fail("offers no login we know (PLAIN or LOGIN); remove smtp_username if it needs none");
    }

    private Future<SmtpReply> withInitial(String mechanism, String response) {
        String command = "AUTH " + mechanism + " " + base64(response);
        if (command.length() > MAX_COMMAND) {
            return line.command("AUTH " + mechanism, limit).compose(reply -> proceed(reply, response));
        }
        return line.command(command, limit).compose(this::dismissed);
    }

    /** A challenge after our only response is the server's way to explain a refusal; the empty line asks for it. */
    private Future<SmtpReply> dismissed(SmtpReply reply) {
        return reply.code() == 334 ? line.command("", limit) : Future.succeededFuture(reply);
    }

    private Future<SmtpReply> proceed(SmtpReply reply, String response) {
        return reply.code() == 334 ? line.command(base64(response), limit) : Future.succeededFuture(reply);
    }

    private Future<Void> judged(SmtpReply reply) {
        if (reply.positive()) {
            return Future.succeededFuture();
        }
        return reply.permanent()
                ? fail("refused the login (" + shown(reply) + "); check smtp_username and smtp_password")
                : fail("cannot log us in now (" + shown(reply) + ")");
    }

    /** The reply without our credentials, which some servers repeat when they do not understand a command. */
    private String shown(SmtpReply reply) {
        String user = settings.username();
        String secret = settings.password();
        List<String> lines = reply.lines();
        for (String said : List.of(base64(plain(user, secret)), base64(token(user, secret)), base64(secret), secret)) {
            if (said.length() >= SHORTEST_TO_HIDE) {
                lines = lines.stream()
                        .map(line -> line.replace(said, "********"))
                        .toList();
            }
        }
        return new SmtpReply(reply.code(), lines).text();
    }

    private static String plain(String user, String secret) {
        return "\0" + user + "\0" + secret;
    }

    private static String token(String user, String secret) {
        return "user=" + user + "\1auth=Bearer " + secret.strip() + "\1\1";
    }

    private <T> Future<T> fail(String what) {
        return Future.failedFuture(new NoLine("The server " + settings.server() + " " + what + "."));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
