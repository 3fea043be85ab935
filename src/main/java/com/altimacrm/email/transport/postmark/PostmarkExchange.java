package com.altimacrm.email.transport.postmark;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/**
 * One request and its answer. All of it runs on one context, so what it notes needs no lock.
 *
 * <p>The one thing it never forgets is whether the request had left whole: before that Postmark cannot have taken the
 * mail, after that nobody knows until the answer.
 */
final class PostmarkExchange {
    private static final int MOST_ANSWER = 64 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final PostmarkConfig config;
    private final PostmarkSettings settings;
    private final Promise<PostmarkAnswer> outcome = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private HttpClientResponse response;
    private boolean written;

    PostmarkExchange(Vertx vertx, HttpClient client, PostmarkConfig config, PostmarkSettings settings) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.settings = settings;
    }

    /**
     * Sends and waits. Fails with {@link NotSent} or {@link AnswerLost}.
     *
     * @param address the address that the guard admitted
     * @param content what to post, or null for a question
     */
    Future<PostmarkAnswer> run(InetSocketAddress address, String path, Buffer content) {
        client.request(options(address, path, content))
                .onSuccess(request -> send(request, content))
                .onFailure(failure -> outcome.tryFail(unreached(failure)));
        return outcome.future();
    }

    private RequestOptions options(InetSocketAddress address, String path, Buffer content) {
        return new RequestOptions()
                .setMethod(content == null ? HttpMethod.GET : HttpMethod.POST)
                // The address itself, so that no second name look-up can lead elsewhere; Host and SNI keep the name.
                .setServer(SocketAddress.inetSocketAddress(
                        address.getPort(), address.getAddress().getHostAddress()))
                .setHost(settings.host())
                .setPort(settings.port())
                .setSsl(settings.secure())
                .setURI(path)
                .setFollowRedirects(false)
                .setConnectTimeout(config.acquireTimeout().toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader("X-Postmark-Server-Token", settings.token());
    }

    private void send(HttpClientRequest request, Buffer content) {
        long timer = vertx.setTimer(config.answerTimeout().toMillis(), x -> {
            broken("had no answer for us in time");
            request.reset();
        });
        outcome.future().onComplete(x -> vertx.cancelTimer(timer));
        request.exceptionHandler(failure -> broken("broke off"));
        request.response().onSuccess(this::receive).onFailure(failure -> broken("broke off"));
        Future<Void> end = content == null ? request.end() : request.end(content);
        end.onSuccess(x -> written = true).onFailure(failure -> broken("broke off"));
    }

    private void receive(HttpClientResponse answer) {
        response = answer;
        answer.exceptionHandler(failure -> broken("broke off"));
        answer.handler(piece -> {
            if (body.length() + piece.length() > MOST_ANSWER) {
                answered();
                answer.request().reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        answer.endHandler(x -> answered());
    }

    private void answered() {
        outcome.tryComplete(PostmarkAnswer.of(
                response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER), body, settings.token()));
    }

    /** A refusal counts although the rest of its words is missing; an acceptance needs them all. */
    private void broken(String what) {
        if (response != null && response.statusCode() != 200) {
            answered();
        } else if (written || response != null) {
            outcome.tryFail(new AnswerLost("Postmark at " + settings.server() + " " + what
                    + " after the request had left; whether it took the mail is not known."));
        } else {
            outcome.tryFail(new NotSent(
                    "Postmark at " + settings.server() + " " + what + " before the request had left.", false));
        }
    }

    private NotSent unreached(Throwable failure) {
        boolean tls = failure instanceof SSLException || failure.getCause() instanceof SSLException;
        return new NotSent(
                tls
                        ? "TLS with Postmark at " + settings.server() + " failed; check endpoint."
                        : "No connection to Postmark at " + settings.server() + " ("
                                + failure.getClass().getSimpleName() + "); check endpoint.",
                true);
    }
}
