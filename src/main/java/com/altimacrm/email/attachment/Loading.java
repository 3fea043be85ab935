package com.altimacrm.email.attachment;

import com.altimacrm.email.message.AttachmentPart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** Gathers the files of one mail, one after the other, and knows how far it came. */
final class Loading {
    private final Attachments attachments;
    private final String tenantId;
    private final List<AttachmentRef> asked;
    private final long totalLimit;
    private final List<AttachmentPart> parts = new ArrayList<>();
    private final List<AttachmentRef> done = new ArrayList<>();
    private long bytes;

    Loading(Attachments attachments, String tenantId, List<AttachmentRef> asked, long totalLimit) {
        this.attachments = attachments;
        this.tenantId = tenantId;
        this.asked = asked;
        this.totalLimit = totalLimit;
    }

    /** All files, or {@link AttachmentUnavailable} naming the first that cannot be had. */
    Uni<LoadedAttachments> all() {
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUniAndConcatenate(this::one)
                .onItem()
                .ignoreAsUni()
                .onFailure(AttachmentUnavailable.class)
                .transform(failure -> ((AttachmentUnavailable) failure).after(refsSoFar()))
                .map(all -> new LoadedAttachments(parts, done));
    }

    /** Bytes gathered. */
    long bytes() {
        return bytes;
    }

    private Uni<AttachmentRef> one(AttachmentRef ref) {
        return ref.sha256() == null ? fetched(ref) : kept(ref);
    }

    private Uni<AttachmentRef> kept(AttachmentRef ref) {
        if (ref.size() > room()) {
            return Uni.createFrom().failure(tooMuch());
        }
        return attachments
                .kept(tenantId, ref)
                .chain(content -> content == null ? lost(ref) : Uni.createFrom().item(() -> gathered(ref, content)));
    }

    /** Content that should be kept but is not: fetched anew if it ever had an address. */
    private Uni<AttachmentRef> lost(AttachmentRef ref) {
        return ref.url() != null
                ? fetched(ref)
                : Uni.createFrom()
                        .failure(AttachmentUnavailable.forGood(
                                ref.filename(), "is no longer kept, or was damaged; submit the mail again."));
    }

    private Uni<AttachmentRef> fetched(AttachmentRef ref) {
        return attachments
                .fetched(tenantId, ref, Math.min(Attachments.MAX_FILE, room()))
                .map(file -> gathered(ref.kept(file.sha256(), file.content().length), file.content()));
    }

    private AttachmentRef gathered(AttachmentRef ref, byte[] content) {
        bytes += content.length;
        parts.add(new AttachmentPart(ref.filename(), ref.mimeType(), content));
        done.add(ref);
        return ref;
    }

    private long room() {
        return totalLimit - bytes;
    }

    private AttachmentUnavailable tooMuch() {
        return AttachmentUnavailable.together(
                true, "The attachments together have more than the " + totalLimit + " bytes a mail may carry.");
    }

    private List<AttachmentRef> refsSoFar() {
        List<AttachmentRef> refs = new ArrayList<>(done);
        refs.addAll(asked.subList(done.size(), asked.size()));
        return refs;
    }
}
