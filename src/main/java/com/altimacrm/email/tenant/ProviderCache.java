package com.altimacrm.email.tenant;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Remembers providers for a few seconds, so that a burst of mail asks the database once.
 *
 * <p>At most {@value #MOST} are held. Another replica's change shows after the time to live, our own at once.
 */
@Singleton
class ProviderCache {
    private static final int MOST = 10_000;
    private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final long ttlNanos;

    ProviderCache(@ConfigProperty(name = "altima.email.provider.cache-ttl", defaultValue = "5s") Duration ttl) {
        this.ttlNanos = ttl.toNanos();
    }

    /** The provider from memory, or loaded once for all who ask meanwhile; failures are not remembered. */
    Uni<ProviderInfo> get(String tenantId, String providerId, Supplier<Uni<ProviderInfo>> load) {
        Key key = new Key(tenantId, providerId);
        Entry known = entries.get(key);
        if (known != null && System.nanoTime() - known.madeAt < ttlNanos) {
            return known.value;
        }
        makeRoom();
        Entry fresh = new Entry(System.nanoTime(), memoized(key, load));
        entries.put(key, fresh);
        return fresh.value;
    }

    void forget(String tenantId, String providerId) {
        entries.remove(new Key(tenantId, providerId));
    }

    void forgetTenant(String tenantId) {
        entries.keySet().removeIf(key -> key.tenantId.equals(tenantId));
    }

    private Uni<ProviderInfo> memoized(Key key, Supplier<Uni<ProviderInfo>> load) {
        return Uni.createFrom()
                .deferred(load::get)
                .onFailure()
                .invoke(() -> entries.remove(key))
                .memoize()
                .indefinitely();
    }

    private void makeRoom() {
        if (entries.size() < MOST) {
            return;
        }
        long now = System.nanoTime();
        entries.values().removeIf(entry -> now - entry.madeAt >= ttlNanos);
        if (entries.size() >= MOST) {
            entries.clear();
        }
    }

    private record Key(String tenantId, String providerId) {}

    private record Entry(long madeAt, Uni<ProviderInfo> value) {}
}
