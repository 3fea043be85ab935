package com.altimacrm.email.attachment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How files of mails are fetched and how much memory they may take. */
@ConfigMapping(prefix = "altima.email.attachments")
public interface AttachmentsConfig {
    /** All files of one mail together, in bytes; at most {@link #memoryBytes()}. */
    @WithDefault("41943040")
    long totalBytes();

    /** Bytes of files that mails under way may hold at once, in this replica; further mails wait. */
    @WithDefault("268435456")
    long memoryBytes();

    /** Fetches under way at once, in this replica. */
    @WithDefault("8")
    int fetchConcurrency();

    /** Mails that may wait for memory, and fetches that may wait for a slot; past that they are put off. */
    @WithDefault("256")
    int maxWaiting();

    /** The longest such wait. */
    @WithDefault("60s")
    Duration maxWait();

    /** Until a connection to a file's host stands. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** One file, with its redirects and its second attempt. */
    @WithDefault("60s")
    Duration fetchTimeout();

    /** Pause before the second attempt after a network fault or a 5xx; jittered by a fifth. */
    @WithDefault("1s")
    Duration retryPause();
}
