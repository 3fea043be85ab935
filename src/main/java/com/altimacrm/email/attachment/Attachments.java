package com.altimacrm.email.attachment;

import com.altimacrm.email.attachment.store.BlobStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps the files of mails and has them at hand when a mail leaves.
 *
 * <p>May be called from any thread; the answer comes on the caller's Vert.x context when there is one. Needs no
 * transaction and joins none.
 */
@ApplicationScoped
public class Attachments {
    /** The most bytes one file may have: 25 MiB. */
    public static final int MAX_FILE = 25 * 1024 * 1024;

    private final BlobStore store;
    private final Fetcher fetcher;
    private final Vertx vertx;
    private final Permits memory;

    Attachments(BlobStore store, Fetcher fetcher, Vertx vertx, AttachmentsConfig config) {
        if (config.totalBytes() > config.memoryBytes() || config.totalBytes() < 1) {
            throw new IllegalArgumentException("altima.email.attachments.total-bytes is " + config.totalBytes()
                    + "; it must lie between 1 and memory-bytes (" + config.memoryBytes() + ").");
        }
        this.store = store;
        this.fetcher = fetcher;
        this.vertx = vertx;
        this.memory = new Permits(config.memoryBytes(), config.maxWaiting(), config.maxWait());
    }

    /**
     * Keeps a file's content, once per tenant and content. Durable when the answer is there; keep it before the mail's
     * own row is written.
     *
     * @param content at most {@link #MAX_FILE} bytes; not to be changed meanwhile
     * @return the reference for the mail's row; {@link AttachmentUnavailable} when it is too large
     */
    public Uni<AttachmentRef> keep(String tenantId, String filename, String mimeType, byte[] content) {
        if (content.length > MAX_FILE) {
            return Uni.createFrom()
                    .failure(AttachmentUnavailable.forGood(filename, "has more than " + MAX_FILE + " bytes."));
        }
        return onCallersContext(caller -> digest(content).chain(sha256 -> store.put(tenantId, sha256, content)
                .replaceWith(() -> new AttachmentRef(filename, mimeType, null, sha256, content.length))));
    }

    /** Keeps what was submitted with its content and notes the addresses of the rest, in the same order. */
    public Uni<List<AttachmentRef>> keepAll(String tenantId, List<SubmittedAttachment> files) {
        return onCallersContext(caller -> Multi.createFrom()
                .iterable(files)
                .onItem()
                .transformToUniAndConcatenate(file -> file.content() == null
                        ? Uni.createFrom().item(AttachmentRef.ofUrl(file.filename(), file.mimeType(), file.url()))
                        : keep(tenantId, file.filename(), file.mimeType(), file.content()))
                .collect()
                .asList());
    }

    /**
     * Works with a mail's files, which count against this replica's memory until the work ends.
     *
     * <p>Kept content comes from the database, the rest is fetched and kept. Fails with {@link AttachmentUnavailable}
     * when any file cannot be had; its {@code refs()} name what was fetched before.
     *
     * @param totalLimit the most bytes of all files together
     * @param work what to do with them, typically send the mail
     */
    public <T> Uni<T> using(
            String tenantId, List<AttachmentRef> refs, long totalLimit, Function<LoadedAttachments, Uni<T>> work) {
        if (refs.isEmpty()) {
            return Uni.createFrom().deferred(() -> work.apply(new LoadedAttachments(List.of(), List.of())));
        }
        return onCallersContext(caller -> memory.holding(
                        needed(refs, totalLimit), held -> caller.back(load(tenantId, refs, totalLimit, held))
                                .chain(work::apply))
                .onFailure(Permits.Exhausted.class)
                .transform(full -> AttachmentUnavailable.together(
                        false, "Too many mails with attachments are under way; this one waits for memory.")));
    }

    private Uni<LoadedAttachments> load(String tenantId, List<AttachmentRef> refs, long totalLimit, Permits.Held held) {
        return Uni.createFrom().deferred(() -> {
            Loading loading = new Loading(this, tenantId, refs, totalLimit);
            return loading.all().invoke(() -> held.shrinkTo(loading.bytes()));
        });
    }

    /** Kept content whose digest is right; null when there is none. */
    Uni<byte[]> kept(String tenantId, AttachmentRef ref) {
        return store.read(tenantId, ref.sha256(), ref.size())
                .chain(content -> content == null
                        ? Uni.createFrom().nullItem()
                        : digest(content).map(found -> found.equals(ref.sha256()) ? content : null));
    }

    /** A file from its address, kept before it is answered. */
    Uni<FetchedFile> fetched(String tenantId, AttachmentRef ref, long limit) {
        return fetcher.fetch(ref.filename(), ref.url(), limit)
                .call(file -> file.sha256().equals(ref.sha256())
                        ? store.replace(tenantId, file.sha256(), file.content())
                        : store.put(tenantId, file.sha256(), file.content()));
    }

    private Uni<String> digest(byte[] content) {
        return Uni.createFrom().completionStage(() -> vertx.executeBlocking(() -> Sha256.of(content), false)
                .toCompletionStage());
    }

    private static long needed(List<AttachmentRef> refs, long totalLimit) {
        long sum = refs.stream()
                .mapToLong(ref -> ref.sha256() == null ? MAX_FILE : ref.size())
                .sum();
        return Math.min(sum, totalLimit);
    }

    private static <T> Uni<T> onCallersContext(Function<Caller, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Caller caller = new Caller(Vertx.currentContext());
            return caller.back(work.apply(caller));
        });
    }

    /** Where somebody called from; no context when it was a plain thread. */
    private record Caller(Context context) {
        <T> Uni<T> back(Uni<T> answer) {
            return context == null ? answer : answer.emitOn(step -> context.runOnContext(x -> step.run()));
        }
    }
}
