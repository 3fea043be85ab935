package com.altimacrm.email.identity;

import com.altimacrm.email.identity.store.RedisCounter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Counts in Redis for all replicas; when Redis is away or slow, this replica counts by itself. */
@Singleton
class SharedTries implements Tries {
    private static final Logger LOG = Logger.getLogger(SharedTries.class);
    private final RedisCounter redis;
    private final MemoryTries memory;
    private final LoginConfig config;

    SharedTries(RedisCounter redis, MemoryTries memory, LoginConfig config) {
        this.redis = redis;
        this.memory = memory;
        this.config = config;
    }

    @Override
    public Uni<Duration> book(String key, int free) {
        return inTime(Uni.createFrom()
                        .deferred(
                                () -> redis.book(key, free, config.memory(), config.firstWait(), config.longestWait())))
                .onFailure()
                .recoverWithUni(away -> alone(away).flatMap(v -> memory.book(key, free)));
    }

    @Override
    public Uni<Void> forget(String key) {
        return memory.forget(key).flatMap(v -> quietly(() -> redis.forget(key)));
    }

    @Override
    public Uni<Void> release(String key) {
        return memory.release(key).flatMap(v -> quietly(() -> redis.release(key)));
    }

    private Uni<Void> quietly(Supplier<Uni<Void>> work) {
        return inTime(Uni.createFrom().deferred(work::get)).onFailure().recoverWithUni(SharedTries::alone);
    }

    private <T> Uni<T> inTime(Uni<T> answer) {
        return answer.ifNoItem().after(config.redisTimeout()).fail();
    }

    private static Uni<Void> alone(Throwable away) {
        LOG.warnf("Redis is away (%s); logins are counted in this replica only.", away.toString());
        return Uni.createFrom().voidItem();
    }
}
