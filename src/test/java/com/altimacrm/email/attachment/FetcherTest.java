package com.altimacrm.email.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.altimacrm.email.egress.EgressGuard;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
    private static final byte[] PDF = "%PDF-1.7 contents".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final Vertx vertx = Vertx.vertx();
    private FileServer server;
    private Fetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = new FileServer();
        fetcher = fetcher(TestSettings.usual());
    }

    @AfterEach
    void stop() {
        fetcher.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fileComesWholeWithItsDigestAndTheHostHeaderKeepsTheName() {
        server.content("/a b", PDF).content("/file", PDF);

        FetchedFile file = fetch("/file?token=s3cret");

        assertThat(file.content()).isEqualTo(PDF);
        assertThat(file.sha256()).isEqualTo(Sha256.of(PDF));
        assertThat(server.asked).containsExactly("/file?token=s3cret");
        assertThat(server.hosts).containsExactly("localhost:" + server.port());
    }

    @Test
    void redirectsAreFollowedUpToFive() {
        server.redirect("/1", "/2").redirect("/2", server.url("/3")).content("/3", PDF);

        FetchedFile file = fetch("/1");

        assertThat(file.content()).isEqualTo(PDF);
    }

    @Test
    void endlessRedirectIsRefusedForGoodAfterFive() {
        server.redirect("/loop", "/loop");

        AttachmentUnavailable failure = failureOf("/loop");

        assertThat(failure.permanent()).isTrue();
        assertThat(failure).hasMessageContaining("more than 5 times");
        assertThat(server.asked).hasSize(6);
    }

    @Test
    void redirectToAnInnerAddressIsRefusedForGoodAndNeverAsked() {
        server.content("/inner", PDF).redirect("/out", "http://127.0.0.1:" + server.port() + "/inner");

        AttachmentUnavailable failure = failureOf("/out");

        assertThat(failure.permanent()).isTrue();
        assertThat(failure).hasMessageContaining("'invoice.pdf'").hasMessageContaining("127.0.0.1");
        assertThat(server.asked).containsExactly("/out");
    }

    @Test
    void redirectToMetadataAddressIsRefusedForGood() {
        server.redirect("/out", "http://169.254.169.254/latest/meta-data/");

        assertThat(failureOf("/out").permanent()).isTrue();
    }

    @Test
    void redirectToAnotherSchemeIsRefusedForGood() {
        server.redirect("/out", "file:///etc/passwd");

        AttachmentUnavailable failure = failureOf("/out");

        assertThat(failure.permanent()).isTrue();
        assertThat(failure).hasMessageContaining("no http or https address");
    }

    @Test
    void unknownLengthStreamIsStoppedSoonAfterTheLimit() {
        server.stream("/endless", 1L << 30);

        AttachmentUnavailable failure = failureOf("/endless");

        assertThat(failure.permanent()).isTrue();
        assertThat(failure).hasMessageContaining(Integer.toString(Attachments.MAX_FILE));
        assertThat(server.written.get()).isLessThan(64 << 20);
    }

    @Test
    void fileOfTwentySixMegabytesIsRefusedAndOneOfTwentyFiveIsTaken() {
        server.content("/large", new byte[26 << 20]).content("/fits", new byte[25 << 20]);

        AttachmentUnavailable refused = failureOf("/large");
        FetchedFile taken = fetch("/fits");

        assertThat(refused.permanent()).isTrue();
        assertThat(taken.content()).hasSize(25 << 20);
    }

    @Test
    void goneAndForbiddenAreForGoodAndAskedOnce() {
        server.status("/gone", 404).status("/closed", 403);

        assertThat(failureOf("/gone").permanent()).isTrue();
        assertThat(failureOf("/closed").permanent()).isTrue();
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void serverFaultIsTriedTwiceAndNotForGood() {
        server.status("/broken", 503);

        AttachmentUnavailable failure = failureOf("/broken");

        assertThat(failure.permanent()).isFalse();
        assertThat(failure).hasMessageContaining("answered 503");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void secondAttemptMayBringTheFile() {
        server.status("/moody", 500, 200);

        assertThat(fetch("/moody").content()).containsExactly(1, 2, 3);
    }

    @Test
    void fileCutShortIsNeverTakenForWhole() {
        server.cutShort("/cut");

        AttachmentUnavailable failure = failureOf("/cut");

        assertThat(failure.permanent()).isFalse();
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void silentServerIsGivenUpInTime() {
        server.silent("/silent");
        fetcher.close();
        fetcher = fetcher(TestSettings.fetchingWithin(Duration.ofMillis(300)));

        AttachmentUnavailable failure = failureOf("/silent");

        assertThat(failure.permanent()).isFalse();
        assertThat(failure).hasMessageContaining("needed more than 300 ms");
    }

    @Test
    void unresolvedNameIsNotForGood() {
        AttachmentUnavailable failure = failure("http://no-such-host.invalid/file");

        assertThat(failure.permanent()).isFalse();
    }

    @Test
    void certificateThatNobodyVouchesForIsNotAccepted(@TempDir Path folder) throws Exception {
        List<String> askedSecurely = new CopyOnWriteArrayList<>();
        HttpServer secure = selfSigned(folder, askedSecurely);

        AttachmentUnavailable failure = failure("https://localhost:" + secure.actualPort() + "/file");

        assertThat(failure.permanent()).isFalse();
        assertThat(failure).hasMessageContaining("TLS certificate");
        assertThat(askedSecurely).isEmpty();
    }

    @Test
    void failureNeverShowsPathOrQuery() {
        server.status("/path-secret", 404);

        assertThat(failureOf("/path-secret?token=s3cret"))
                .hasMessageContaining("localhost")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("path-secret");
    }

    private HttpServer selfSigned(Path folder, List<String> asked) throws Exception {
        Path store = folder.resolve("self.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process making = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "self",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(making.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var keys = new PfxOptions().setPath(store.toString()).setPassword("changeit");
        return vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
                .requestHandler(request -> {
                    asked.add(request.uri());
                    request.response().end("never");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private Fetcher fetcher(AttachmentsConfig settings) {
        return new Fetcher(vertx, new EgressGuard(vertx, List.of("localhost"), Duration.ofSeconds(5)), settings);
    }

    private FetchedFile fetch(String path) {
        return fetcher.fetch("invoice.pdf", server.url(path), Attachments.MAX_FILE)
                .await()
                .atMost(PATIENCE);
    }

    private AttachmentUnavailable failureOf(String path) {
        return failure(server.url(path));
    }

    private AttachmentUnavailable failure(String url) {
        return catchThrowableOfType(
                AttachmentUnavailable.class, () -> fetcher.fetch("invoice.pdf", url, Attachments.MAX_FILE)
                        .await()
                        .atMost(PATIENCE));
    }
}
