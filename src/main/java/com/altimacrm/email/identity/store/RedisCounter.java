package com.altimacrm.email.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Counts tries in Redis, in one step per try, so that all replicas share one count. */
@Singleton
public class RedisCounter {
    private static final String PREFIX = "altima:login:";
    private static final String BOOK =
            """
            local left = redis.call('pttl', KEYS[2])
            if left > 0 then return left end
            local tries = redis.call('incr', KEYS[1])
            redis.call('pexpire', KEYS[1], ARGV[2])
            local over = tries - tonumber(ARGV[1])
            if over >= 0 then
              local wait = math.min(tonumber(ARGV[3]) * 2 ^ math.min(over, 20), tonumber(ARGV[4]))
              redis.call('set', KEYS[2], '1', 'PX', string.format('%d', wait))
            end
            return 0
            """;

    private static final String RELEASE =
            """
            if tonumber(redis.call('get', KEYS[1]) or '0') > 0 then redis.call('decr', KEYS[1]) end
            redis.call('del', KEYS[2])
            return 0
            """;

    private final RedisAPI redis;

    RedisCounter(RedisAPI redis) {
        this.redis = redis;
    }

    /** Books a try; zero when it may go ahead, else the wait. */
    public Uni<Duration> book(String key, int free, Duration memory, Duration firstWait, Duration longestWait) {
        List<String> command = List.of(
                BOOK,
                "2",
                count(key),
                closed(key),
                Integer.toString(free),
                Long.toString(memory.toMillis()),
                Long.toString(firstWait.toMillis()),
                Long.toString(longestWait.toMillis()));
        return redis.eval(command).map(left -> Duration.ofMillis(left.toLong()));
    }

    /** Forgets the count and the wait. */
    public Uni<Void> forget(String key) {
        return redis.del(List.of(count(key), closed(key))).replaceWithVoid();
    }

    /** Takes one try, and the wait it started, back. */
    public Uni<Void> release(String key) {
        return redis.eval(List.of(RELEASE, "2", count(key), closed(key))).replaceWithVoid();
    }

    /** The braces keep both keys on one node of a cluster. */
    private static String count(String key) {
        return PREFIX + "{" + key + "}:tries";
    }

    private static String closed(String key) {
        return PREFIX + "{" + key + "}:closed";
    }
}
