package com.altimacrm.email.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.altimacrm.email.attachment.store.BlobStore;
import com.altimacrm.email.egress.EgressGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttachmentsIT {
    private static final String TENANT = "01990000-0000-7000-8000-000000000001";
    private static final String OTHER = "01990000-0000-7000-8000-000000000002";
    private static final long LIMIT = 40 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Vertx vertx = Vertx.vertx();
    private Pool pool;
    private FileServer server;
    private Fetcher fetcher;
    private Attachments attachments;

    @BeforeEach
    void start() throws IOException {
        pool = TestDatabase.open(vertx);
        server = new FileServer();
        var guard = new EgressGuard(vertx, List.of("localhost"), Duration.ofSeconds(5));
        fetcher = new Fetcher(vertx, guard, TestSettings.usual());
        attachments = new Attachments(new BlobStore(pool), fetcher, vertx, TestSettings.usual());
    }

    @AfterEach
    void stop() {
        fetcher.close();
        server.close();
        pool.close().await().atMost(PATIENCE);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void largestFileComesBackByteForByte() {
        byte[] content = noise(Attachments.MAX_FILE);

        AttachmentRef ref = keep(TENANT, content);

        assertThat(load(ref).parts().get(0).content()).isEqualTo(content);
        assertThat(rows()).isEqualTo(50);
    }

    @Test
    void oneByteMoreThanTheLimitIsRefused() {
        var failure = failureOf(attachments.keep(TENANT, "a.bin", "x/y", new byte[Attachments.MAX_FILE + 1]));

        assertThat(failure.permanent()).isTrue();
        assertThat(rows()).isZero();
    }

    @Test
    void emptyFileIsKeptToo() {
        AttachmentRef ref = keep(TENANT, new byte[0]);

        assertThat(load(ref).parts().get(0).content()).isEmpty();
    }

    @Test
    void sameContentIsKeptOncePerTenant() {
        byte[] content = noise(1_200_000);

        keep(TENANT, content);
        keep(TENANT, content);
        keep(OTHER, content);

        assertThat(rows()).isEqualTo(6);
    }

    @Test
    void sameContentKeptByManyAtOnceIsKeptOnce() {
        byte[] content = noise(2_000_000);
        List<Uni<AttachmentRef>> writers = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> attachments.keep(TENANT, "a.bin", "x/y", content))
                .toList();

        Uni.join().all(writers).andFailFast().await().atMost(PATIENCE);

        assertThat(rows()).isEqualTo(4);
    }

    @Test
    void anotherTenantsContentIsNotThere() {
        AttachmentRef ref = keep(TENANT, noise(1000));

        var failure = failureOf(attachments.using(OTHER, List.of(ref), LIMIT, Uni.createFrom()::item));

        assertThat(failure.permanent()).isTrue();
    }

    @Test
    void halfABlobIsRecognisedAndMendedByTheNextKeep() {
        byte[] content = noise(1_200_000);
        AttachmentRef ref = keep(TENANT, content);
        TestDatabase.run(pool, "delete from attachment_chunks where seq = 1");

        var failure = failureOf(attachments.using(TENANT, List.of(ref), LIMIT, Uni.createFrom()::item));
        keep(TENANT, content);

        assertThat(failure).hasMessageContaining("damaged");
        assertThat(load(ref).parts().get(0).content()).isEqualTo(content);
    }

    @Test
    void changedBytesAreNeverSent() {
        AttachmentRef ref = keep(TENANT, noise(1000));
        TestDatabase.run(pool, "update attachment_chunks set data = repeat('x', 1000)");

        var failure = failureOf(attachments.using(TENANT, List.of(ref), LIMIT, Uni.createFrom()::item));

        assertThat(failure.permanent()).isTrue();
    }

    @Test
    void fetchedFileIsKeptSoThatARetryDoesNotFetchAgain() {
        byte[] content = noise(600_000);
        server.content("/file", content);

        LoadedAttachments first = load(AttachmentRef.ofUrl("a.pdf", "application/pdf", server.url("/file")));
        LoadedAttachments second = load(first.refs().get(0));

        assertThat(second.parts().get(0).content()).isEqualTo(content);
        assertThat(second.refs()).isEqualTo(first.refs());
        assertThat(server.asked).hasSize(1);
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void damagedContentIsFetchedAnewWhenItHasAnAddress() {
        byte[] content = noise(1000);
        server.content("/file", content);
        AttachmentRef ref = load(AttachmentRef.ofUrl("a.pdf", "application/pdf", server.url("/file")))
                .refs()
                .get(0);
        TestDatabase.run(pool, "update attachment_chunks set data = repeat('x', 1000)");

        load(ref);

        assertThat(load(ref).parts().get(0).content()).isEqualTo(content);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void failedMailRemembersTheFilesItAlreadyFetched() {
        server.content("/good", noise(1000)).status("/bad", 503);
        AttachmentRef good = AttachmentRef.ofUrl("a.pdf", "application/pdf", server.url("/good"));
        AttachmentRef bad = AttachmentRef.ofUrl("b.pdf", "application/pdf", server.url("/bad"));

        var failure = failureOf(attachments.using(TENANT, List.of(good, bad), LIMIT, Uni.createFrom()::item));

        assertThat(failure.permanent()).isFalse();
        assertThat(failure.refs()).hasSize(2).last().isEqualTo(bad);
        assertThat(failure.refs().get(0).sha256()).hasSize(64);
    }

    @Test
    void filesThatAreTooMuchTogetherAreRefusedForGood() {
        AttachmentRef ref = keep(TENANT, noise(1000));

        var failure = failureOf(attachments.using(TENANT, List.of(ref, ref), 1999, Uni.createFrom()::item));

        assertThat(failure.permanent()).isTrue();
        assertThat(failure).hasMessageContaining("1999");
    }

    @Test
    void answerComesOnTheCallersContext() throws Exception {
        AttachmentRef ref = keep(TENANT, noise(1000));
        Context context = vertx.getOrCreateContext();
        var seen = new CompletableFuture<List<Context>>();

        context.runOnContext(x -> attachments
                .using(TENANT, List.of(ref), LIMIT, loaded -> Uni.createFrom().item(Vertx.currentContext()))
                .subscribe()
                .with(at -> seen.complete(List.of(at, Vertx.currentContext())), seen::completeExceptionally));

        assertThat(seen.get(20, TimeUnit.SECONDS)).containsExactly(context, context);
    }

    private AttachmentRef keep(String tenant, byte[] content) {
        return attachments.keep(tenant, "a.bin", "x/y", content).await().atMost(PATIENCE);
    }

    private LoadedAttachments load(AttachmentRef ref) {
        return attachments
                .using(TENANT, List.of(ref), LIMIT, loaded -> Uni.createFrom().item(loaded))
                .await()
                .atMost(PATIENCE);
    }

    private static AttachmentUnavailable failureOf(Uni<?> work) {
        return catchThrowableOfType(
                AttachmentUnavailable.class, () -> work.await().atMost(PATIENCE));
    }

    private int rows() {
        return pool.query("select count(*) as n from attachment_chunks")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger("n");
    }

    private static byte[] noise(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
