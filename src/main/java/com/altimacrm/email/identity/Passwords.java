package com.altimacrm.email.identity;

import com.altimacrm.email.problem.Unavailable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Hashes and checks passwords on a few threads of its own, so that a flood of logins cannot starve the mail. */
@Singleton
class Passwords {
    private final PasswordHash hash = new PasswordHash();
    private final ThreadPoolExecutor workers;
    /** Compared against when there is no such account, so that both answers take the same time. */
    private final String nobody;

    Passwords(LoginConfig config) {
        workers = new ThreadPoolExecutor(
                config.hashThreads(),
                config.hashThreads(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(config.hashQueue()),
                work -> new Thread(work, "password-hash"));
        workers.allowCoreThreadTimeOut(true);
        nobody = hash.ofNothing();
    }

    /** The hash of a new password; the answer comes on a worker thread. */
    Uni<String> hash(String password) {
        return run(() -> hash.of(password));
    }

    /** Whether the password fits; a null hash stands for "no such account" and never fits. */
    Uni<Boolean> matches(String password, String stored) {
        return run(() -> hash.matches(password, stored == null ? nobody : stored) && stored != null);
    }

    String hashNow(String password) {
        return hash.of(password);
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    private <T> Uni<T> run(Supplier<T> work) {
        return Uni.createFrom().emitter(answer -> {
            try {
                workers.execute(() -> {
                    try {
                        answer.complete(work.get());
                    } catch (RuntimeException fault) {
                        answer.fail(fault);
                    }
                });
            } catch (RejectedExecutionException full) {
                answer.fail(new Unavailable("Too many logins at once; try again in a moment."));
            }
        });
    }
}
