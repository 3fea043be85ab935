package com.altimacrm.email.identity;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts within this replica, for the time Redis is away; the {@value #MOST} keys used last are kept. */
@Singleton
class MemoryTries implements Tries {
    private static final int MOST = 10_000;
    private static final int MOST_DOUBLINGS = 20;
    private final LoginConfig config;
    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST;
        }
    };

    @jakarta.inject.Inject
    MemoryTries(LoginConfig config) {
        this(config, InstantSource.system());
    }

    MemoryTries(LoginConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Duration> book(String key, int free) {
        return Uni.createFrom().item(() -> bookNow(key, free));
    }

    @Override
    public Uni<Void> forget(String key) {
        return Uni.createFrom().voidItem().invoke(() -> forgetNow(key));
    }

    @Override
    public Uni<Void> release(String key) {
        return Uni.createFrom().voidItem().invoke(() -> releaseNow(key));
    }

    private synchronized void releaseNow(String key) {
        counts.computeIfPresent(key, (k, count) -> new Count(Math.max(0, count.tries - 1), 0, count.last));
    }

    private synchronized Duration bookNow(String key, int free) {
        long now = clock.millis();
        Count count = counts.get(key);
        if (count == null || count.last + config.memory().toMillis() < now) {
            count = new Count(0, 0, now);
        }
        if (count.closedUntil > now) {
            return Duration.ofMillis(count.closedUntil - now);
        }
        int tries = count.tries + 1;
        long wait = tries < free ? 0 : waitAfter(tries - free);
        counts.put(key, new Count(tries, now + wait, now));
        return Duration.ZERO;
    }

    private synchronized void forgetNow(String key) {
        counts.remove(key);
    }

    private long waitAfter(int doublings) {
        long wait = config.firstWait().toMillis() << Math.min(doublings, MOST_DOUBLINGS);
        return Math.min(wait, config.longestWait().toMillis());
    }

    private record Count(int tries, long closedUntil, long last) {}
}
