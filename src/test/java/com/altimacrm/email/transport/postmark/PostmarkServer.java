package com.altimacrm.email.transport.postmark;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A local server in the shape of Postmark: keeps what it was sent, answers as it is told. */
public final class PostmarkServer implements AutoCloseable {
    public static final String ID = "b7bc2f4a-e38e-4336-af7d-e6c392c2f817";

    /** A request as it came. */
    public record Asked(String line, String token, JsonObject body) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> reaction =
            request -> answer(request, 200, "{\"ErrorCode\":0,\"Message\":\"OK\",\"MessageID\":\"" + ID + "\"}");

    public PostmarkServer() {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public List<Asked> asked() {
        return asked;
    }

    void answering(int status, String body, String... headers) {
        reaction = request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.response().putHeader(headers[i], headers[i + 1]);
            }
            answer(request, status, body);
        };
    }

    void dropping() {
        reaction = request -> request.connection().close();
    }

    void silent() {
        reaction = request -> {};
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(new Asked(
                    request.method() + " " + request.uri(),
                    request.getHeader("X-Postmark-Server-Token"),
                    body.length() == 0 ? null : body.toJsonObject()));
            reaction.accept(request);
        });
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        request.response().setStatusCode(status).end(body);
    }
}
