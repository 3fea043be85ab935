package com.altimacrm.email.attachment;

import java.util.Objects;

/**
 * A file of a mail by reference, as the outbox remembers it: where its bytes are, not the bytes.
 *
 * @param filename what the reader sees
 * @param mimeType media type, never null
 * @param url where to fetch it; null when it was submitted with its content
 * @param sha256 64 hex digits naming the kept content; null while it has not been fetched
 * @param size bytes of the kept content; 0 while unknown
 */
public record AttachmentRef(String filename, String mimeType, String url, String sha256, long size) {
    public AttachmentRef {
        Objects.requireNonNull(filename, "filename");
        Objects.requireNonNull(mimeType, "mimeType");
        if (url == null && sha256 == null) {
            throw new IllegalArgumentException("An attachment needs a url or kept content.");
        }
    }

    /** A file still to be fetched. */
    public static AttachmentRef ofUrl(String filename, String mimeType, String url) {
        return new AttachmentRef(filename, mimeType, url, null, 0);
    }

    /** The same file, its content now kept. */
    public AttachmentRef kept(String sha256, long size) {
        return new AttachmentRef(filename, mimeType, url, sha256, size);
    }

    /** Never shows the address: its query may hold a token. */
    @Override
    public String toString() {
        return "AttachmentRef[" + mimeType + ", " + (sha256 == null ? "to be fetched" : size + " bytes") + "]";
    }
}
