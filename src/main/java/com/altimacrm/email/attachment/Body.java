package com.altimacrm.email.attachment;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** Collects a response's bytes up to a limit, digesting them on the way so that no event loop digests 25 MiB at once. */
final class Body {
    private static final int FIRST = 64 * 1024;
    private final MessageDigest digest = Sha256.digest();
    private final long limit;
    private byte[] bytes = new byte[0];
    private int used;

    Body(long limit) {
        this.limit = limit;
    }

    /** Takes a piece; false, and nothing taken, when it would pass the limit. */
    boolean take(Buffer piece) {
        byte[] arrived = piece.getBytes();
        if (used + (long) arrived.length > limit) {
            return false;
        }
        makeRoom(used + arrived.length);
        System.arraycopy(arrived, 0, bytes, used, arrived.length);
        used += arrived.length;
        digest.update(arrived);
        return true;
    }

    FetchedFile whole() {
        byte[] content = used == bytes.length ? bytes : Arrays.copyOf(bytes, used);
        return new FetchedFile(content, Sha256.hex(digest.digest()));
    }

    private void makeRoom(int needed) {
        if (needed > bytes.length) {
            long doubled = Math.max(FIRST, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(doubled, limit)));
        }
    }
}
