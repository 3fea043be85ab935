package com.altimacrm.email.template;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Compiles large templates on a worker thread, so that no event loop waits for them. */
@ApplicationScoped
class Workbench {
    /** Up to this many characters the compiling takes less than the change of threads is worth. */
    private static final int SMALL = 16_384;

    private final Vertx vertx;

    Workbench(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Does the work; the answer comes on the caller's own Vert.x context, where it has one. */
    <T> Uni<T> compile(int characters, Supplier<T> work) {
        return characters <= SMALL ? Uni.createFrom().item(work) : vertx.executeBlocking(work::get, false);
    }
}
