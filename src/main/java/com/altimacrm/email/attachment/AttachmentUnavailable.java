package com.altimacrm.email.attachment;

import com.altimacrm.email.message.HeaderText;
import java.util.List;

/**
 * A file of a mail cannot be had, so the mail must not leave. The message names the file and the host it should come
 * from, never the path or query, which may hold tokens.
 */
public final class AttachmentUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean permanent;
    private final transient List<AttachmentRef> refs;

    private AttachmentUnavailable(boolean permanent, String message, List<AttachmentRef> refs, Throwable cause) {
        super(message, cause);
        this.permanent = permanent;
        this.refs = refs;
    }

    /** The same would happen again: gone, forbidden, refused by the egress guard, too large, no longer kept. */
    static AttachmentUnavailable forGood(String filename, String fault) {
        return new AttachmentUnavailable(true, about(filename, fault), List.of(), null);
    }

    /** Worth another try: time-outs, server faults, unresolved names, no free memory. */
    static AttachmentUnavailable forNow(String filename, String fault) {
        return new AttachmentUnavailable(false, about(filename, fault), List.of(), null);
    }

    /** Not one file but the mail's files together. */
    static AttachmentUnavailable together(boolean permanent, String fault) {
        return new AttachmentUnavailable(permanent, fault, List.of(), null);
    }

    /** The same failure, knowing what was fetched and kept before it. */
    AttachmentUnavailable after(List<AttachmentRef> kept) {
        return new AttachmentUnavailable(permanent, getMessage(), List.copyOf(kept), this);
    }

    /** Whether another try would end the same way. */
    public boolean permanent() {
        return permanent;
    }

    /**
     * All references of the mail, those fetched before the failure now naming their content; to be remembered so that
     * the next try does not fetch them again. Empty when nothing was learnt.
     */
    public List<AttachmentRef> refs() {
        return refs == null ? List.of() : refs;
    }

    private static String about(String filename, String fault) {
        return "Attachment '" + HeaderText.visible(filename) + "' " + fault;
    }
}
