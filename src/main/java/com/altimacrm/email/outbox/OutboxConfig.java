package com.altimacrm.email.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;

/** How accepted mail is held, sent and tried again. */
@ConfigMapping(prefix = "altima.email.outbox")
public interface OutboxConfig {
    /** How long a replica holds a claimed mail without renewing; it renews three times as often. */
    @WithDefault("30s")
    Duration lease();

    /** How long a new mail waits for its doorbell before any replica may take it from the database. */
    @WithDefault("5s")
    Duration doorbellGrace();

    /** Pause between two looks for due mail. */
    @WithDefault("500ms")
    Duration sweepEvery();

    /** Waits between attempts, each jittered by a fifth. Nine waits mean ten attempts, then the mail fails. */
    @WithDefault("1s,5s,15s,1m,5m,30m,2h,6h,12h")
    List<Duration> retryDelays();

    /** A mail older than this is not tried again, even if its provider only asked for patience. */
    @WithDefault("4d")
    Duration expireAfter();

    /** First pause of a provider that asks us to slow down or is away; doubles up to {@link #pacingMax()}. */
    @WithDefault("1s")
    Duration pacingFirst();

    /** Longest pause of a provider that stays away. */
    @WithDefault("1m")
    Duration pacingMax();

    /** How long a stopping replica waits for mails on their way before it gives the rest back. */
    @WithDefault("15s")
    Duration stopGrace();

    /** Mails stored in one transaction at most. */
    @WithDefault("64")
    int maxBatch();

    /** Transactions of one kind (accept, claim, settle) on their way at most. */
    @WithDefault("2")
    int maxInFlight();

    /** Mails waiting for a transaction at most; past it callers get 503. */
    @WithDefault("10000")
    int maxWaiting();

    /** Queue that CRMs put mail on, and doorbells ring in. */
    @WithName("send-queue")
    @WithDefault("email.send")
    String sendQueue();
}
