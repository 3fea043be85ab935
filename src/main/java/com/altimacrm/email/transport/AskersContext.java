package com.altimacrm.email.transport;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Brings answers back to where they were asked for: a transport's work ends on contexts of its own. */
public final class AskersContext {
    private AskersContext() {}

    /**
     * Starts the work for each subscriber.
     *
     * @return the work's answer, given on the context that asked for it, or where the work ended when none did; what
     *     the supplier throws is its failure
     */
    public static <T> Uni<T> answer(Supplier<Future<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context asker = Vertx.currentContext();
            started(work).onComplete(done -> {
                Runnable tell = () -> {
                    if (done.succeeded()) {
                        emitter.complete(done.result());
                    } else {
                        emitter.fail(done.cause());
                    }
                };
                if (asker == null || asker == Vertx.currentContext()) {
                    tell.run();
                } else {
                    asker.runOnContext(x -> tell.run());
                }
            });
        });
    }

    private static <T> Future<T> started(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
