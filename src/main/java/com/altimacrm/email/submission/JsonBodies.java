package com.altimacrm.email.submission;

import com.altimacrm.email.problem.InvalidInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.function.Function;

/** Parses and reads what came in; a large body, with files in it, on a worker, so that no event loop waits for it. */
@ApplicationScoped
public class JsonBodies {
    private static final int LARGE = 256 * 1024;

    private final ObjectMapper json;
    private final Vertx vertx;

    JsonBodies(ObjectMapper json, Vertx vertx) {
        this.json = json;
        this.vertx = vertx;
    }

    /**
     * Reads a body.
     *
     * @param read turns the parsed JSON into what is wanted; what it throws is the failure
     * @return fails with {@link InvalidInput} under {@code body} when it is no JSON object
     */
    public <T> Uni<T> read(byte[] body, Function<JsonNode, T> read) {
        if (body == null || body.length <= LARGE) {
            return Uni.createFrom().item(() -> read.apply(parse(body)));
        }
        return Uni.createFrom().completionStage(() -> vertx.executeBlocking(() -> read.apply(parse(body)), false)
                .toCompletionStage());
    }

    private JsonNode parse(byte[] body) {
        try {
            JsonNode node = body == null || body.length == 0 ? json.createObjectNode() : json.readTree(body);
            if (node == null || !node.isObject()) {
                throw new InvalidInput("body", "Must be a JSON object.");
            }
            return node;
        } catch (IOException unreadable) {
            throw new InvalidInput("body", "Is not readable as JSON.");
        }
    }
}
