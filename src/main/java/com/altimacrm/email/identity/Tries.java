package com.altimacrm.email.identity;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Counts tries by key: free ones first, then one per growing wait. */
interface Tries {
    /**
     * Books one try.
     *
     * @param free how many tries need no wait; the last of them starts the first wait
     * @return zero when the try may go ahead, else how long to wait
     */
    Uni<Duration> book(String key, int free);

    /** Forgets the key after a success. */
    Uni<Void> forget(String key);

    /** Takes one try back, for a key that good and bad tries share. */
    Uni<Void> release(String key);
}
