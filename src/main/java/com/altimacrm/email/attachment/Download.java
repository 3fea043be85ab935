package com.altimacrm.email.attachment;

import com.altimacrm.email.egress.EgressGuard;
import com.altimacrm.email.egress.EgressRefused;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One attempt at one file: asks the guard, connects to the address it checked, follows redirects the same way. */
final class Download {
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final HttpClient client;
    private final EgressGuard guard;
    private final String filename;
    private final long limit;

    /**
     * @param filename the file's name, for the words of a failure
     * @param limit the most bytes to take
     */
    Download(HttpClient client, EgressGuard guard, String filename, long limit) {
        this.client = client;
        this.guard = guard;
        this.filename = filename;
        this.limit = limit;
    }

    /** The file, or {@link AttachmentUnavailable}. Giving up on the answer closes the connection. */
    Uni<FetchedFile> from(WebAddress address) {
        return from(address, MAX_REDIRECTS);
    }

    private Uni<FetchedFile> from(WebAddress address, int redirectsLeft) {
        return guard.admit(address.host(), address.port())
                .onFailure()
                .transform(failure -> notAdmitted(address, failure))
                .chain(checked -> ask(address, checked))
                .chain(answer -> answer.file() != null
                        ? Uni.createFrom().item(answer.file())
                        : from(next(address, answer.location(), redirectsLeft), redirectsLeft - 1));
    }

    private WebAddress next(WebAddress from, String location, int redirectsLeft) {
        if (redirectsLeft == 0) {
            throw forGood(from, "redirects more than " + MAX_REDIRECTS + " times");
        }
        WebAddress to = from.follow(location)
                .orElseThrow(() -> forGood(from, "redirects to something that is no http or https address"));
        if (from.secure() && !to.secure()) {
            throw forGood(from, "redirects from https to http");
        }
        return to;
    }

    private Uni<Answer> ask(WebAddress address, InetSocketAddress checked) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicReference<HttpClientRequest> open = new AtomicReference<>();
            AtomicReference<Boolean> over = new AtomicReference<>(false);
            emitter.onTermination(() -> {
                over.set(true);
                Optional.ofNullable(open.get()).ifPresent(HttpClientRequest::reset);
            });
            client.request(options(address, checked))
                    .compose(request -> {
                        open.set(request);
                        if (over.get()) {
                            request.reset();
                        }
                        return request.send();
                    })
                    .onSuccess(response -> receive(address, response, emitter))
                    .onFailure(failure -> emitter.fail(faulty(address, failure)));
        });
    }

    private static RequestOptions options(WebAddress address, InetSocketAddress checked) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                // The address itself, so that no second name look-up can lead elsewhere; Host and SNI keep the name.
                .setServer(SocketAddress.inetSocketAddress(
                        checked.getPort(), checked.getAddress().getHostAddress()))
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.secure())
                .setURI(address.target())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.USER_AGENT, "AltimaCRM-Email")
                .putHeader(HttpHeaders.ACCEPT, "*/*")
                .putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    }

    private void receive(WebAddress address, HttpClientResponse response, UniEmitter<? super Answer> emitter) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        if (REDIRECTS.contains(response.statusCode()) && location != null) {
            emitter.complete(new Answer(null, location));
            return;
        }
        AttachmentUnavailable refused = refusal(address, response);
        if (refused != null) {
            emitter.fail(refused);
            return;
        }
        Body body = new Body(limit);
        response.handler(piece -> {
            if (!body.take(piece)) {
                emitter.fail(tooLarge(address));
            }
        });
        response.exceptionHandler(failure -> emitter.fail(faulty(address, failure)));
        response.endHandler(end -> emitter.complete(new Answer(body.whole(), null)));
    }

    /** Why an answer cannot be taken; null when it can. */
    private AttachmentUnavailable refusal(WebAddress address, HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 500 || PASSING.contains(status)) {
            return forNow(address, "answered " + status);
        }
        if (status != 200) {
            return forGood(address, "answered " + status + "; the address must answer 200 without a login");
        }
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            return forGood(address, "answered compressed although it was asked not to");
        }
        return announced(response) > limit ? tooLarge(address) : null;
    }

    private static long announced(HttpClientResponse response) {
        try {
            String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException nonsense) {
            return 0;
        }
    }

    private AttachmentUnavailable notAdmitted(WebAddress address, Throwable failure) {
        if (failure instanceof EgressRefused) {
            return forGood(address, "is refused: " + failure.getMessage());
        }
        return forNow(address, "cannot be found: " + failure.getMessage());
    }

    private AttachmentUnavailable faulty(WebAddress address, Throwable failure) {
        return forNow(address, "failed: " + NetworkFault.words(failure));
    }

    private AttachmentUnavailable tooLarge(WebAddress address) {
        return forGood(address, "sends more than the " + limit + " bytes still allowed");
    }

    private AttachmentUnavailable forGood(WebAddress address, String fault) {
        return AttachmentUnavailable.forGood(filename, words(address, fault));
    }

    private AttachmentUnavailable forNow(WebAddress address, String fault) {
        return AttachmentUnavailable.forNow(filename, words(address, fault));
    }

    private static String words(WebAddress address, String fault) {
        return "could not be fetched: host " + address.host() + " " + fault + ".";
    }

    /** A file, or where to look for it next. */
    private record Answer(FetchedFile file, String location) {}
}
