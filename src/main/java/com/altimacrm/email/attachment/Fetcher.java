package com.altimacrm.email.attachment;

import com.altimacrm.email.egress.EgressGuard;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** Fetches files from the addresses that tenants name: a few at once, two attempts each, within one time limit. */
// Made at start, on no context: what Vert.x makes on a request's context ends with the HTTP server, too early at a
// stop.
@Startup
@ApplicationScoped
class Fetcher {
    private static final double JITTER = 0.2;
    private final HttpClient client;
    private final EgressGuard guard;
    private final AttachmentsConfig config;
    private final Permits slots;

    Fetcher(Vertx vertx, EgressGuard guard, AttachmentsConfig config) {
        this.client = vertx.createHttpClient(options(config));
        this.guard = guard;
        this.config = config;
        this.slots = new Permits(config.fetchConcurrency(), config.maxWaiting(), config.maxWait());
    }

    /**
     * The file behind an address.
     *
     * @param limit the most bytes to take; a larger file is refused as soon as that is known
     * @return the file, or {@link AttachmentUnavailable}
     */
    Uni<FetchedFile> fetch(String filename, String url, long limit) {
        WebAddress address = WebAddress.parse(url).orElse(null);
        if (address == null) {
            return Uni.createFrom()
                    .failure(AttachmentUnavailable.forGood(
                            filename, "has no usable address; give an absolute http or https url without a login."));
        }
        Download download = new Download(client, guard, filename, limit);
        return slots.holding(1, slot -> attempts(download, address, filename))
                .onFailure(Permits.Exhausted.class)
                .transform(
                        full -> AttachmentUnavailable.forNow(filename, "waited too long for its turn to be fetched."));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private Uni<FetchedFile> attempts(Download download, WebAddress address, String filename) {
        return Uni.createFrom()
                .deferred(() -> download.from(address))
                .onFailure(Fetcher::worthAnother)
                .retry()
                .withBackOff(config.retryPause())
                .withJitter(JITTER)
                .atMost(1)
                .ifNoItem()
                .after(config.fetchTimeout())
                .failWith(() -> tooSlow(filename, address));
    }

    private AttachmentUnavailable tooSlow(String filename, WebAddress address) {
        return AttachmentUnavailable.forNow(
                filename,
                "could not be fetched: host " + address.host() + " needed more than "
                        + config.fetchTimeout().toMillis() + " ms.");
    }

    private static boolean worthAnother(Throwable failure) {
        return failure instanceof AttachmentUnavailable && !((AttachmentUnavailable) failure).permanent();
    }

    private static HttpClientOptions options(AttachmentsConfig config) {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxPoolSize(config.fetchConcurrency())
                .setMaxHeaderSize(32 * 1024)
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setTrustAll(false)
                .setVerifyHost(true);
    }
}
