package com.altimacrm.email.identity;

import com.altimacrm.email.identity.store.UserRows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Whether the user of a token is still welcome; asked on every request, so remembered for seconds. */
@Singleton
class Standing {
    private static final int MOST = 10_000;
    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
    private final UserRows rows;
    private final long ttlNanos;

    Standing(UserRows rows, LoginConfig config) {
        this.rows = rows;
        this.ttlNanos = config.standingTtl().toNanos();
    }

    /** Whether the user is active, with the role and tenant the token says. */
    Uni<Boolean> holds(Caller caller) {
        return onOwnContext(state(caller.userId()))
                .map(user -> user.filter(u -> fits(u, caller)).isPresent());
    }

    /**
     * Callers that share one look-up each go on in their own request; without this they would go on in the request
     * that made the look-up, and their identity would be set there.
     */
    private static <T> Uni<T> onOwnContext(Uni<T> shared) {
        return Uni.createFrom().deferred(() -> {
            Context own = Vertx.currentContext();
            return own == null
                    ? shared
                    : shared.emitOn(step -> {
                        if (Vertx.currentContext() == own) {
                            step.run();
                        } else {
                            own.runOnContext(go -> step.run());
                        }
                    });
        });
    }

    void forget(String userId) {
        known.remove(userId);
    }

    private Uni<Optional<User>> state(String userId) {
        Known entry = known.get(userId);
        if (entry != null && System.nanoTime() - entry.madeAt < ttlNanos) {
            return entry.user;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        Uni<Optional<User>> user = remembered(userId, () -> rows.byId(userId));
        known.put(userId, new Known(System.nanoTime(), user));
        return user;
    }

    private Uni<Optional<User>> remembered(String userId, Supplier<Uni<Optional<User>>> load) {
        return Uni.createFrom()
                .deferred(load::get)
                .onFailure()
                .invoke(() -> known.remove(userId))
                .memoize()
                .indefinitely();
    }

    private static boolean fits(User user, Caller caller) {
        return user.isWelcome()
                && user.role() == caller.role()
                && java.util.Objects.equals(user.tenantId(), caller.tenantId());
    }

    private record Known(long madeAt, Uni<Optional<User>> user) {}
}
