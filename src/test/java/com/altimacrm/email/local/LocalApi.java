package com.altimacrm.email.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A small client of the service's REST API, for the local run. */
public final class LocalApi {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI base;
    private String token = "";

    public LocalApi(URI base) {
        this.base = base;
    }

    /** Sends all later requests in the name of that user. */
    public void login(String email, String password) throws IOException, InterruptedException {
        token = post("/api/auth/login", Map.of("email", email, "password", password))
                .path("token")
                .asText();
    }

    /**
     * Posts {@code body} and returns the {@code data} of the answer.
     *
     * @throws IOException when the answer is not 2xx; its message holds path, status and body
     */
    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("POST " + path + " answered " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body()).path("data");
    }

    /** Whether the service answers that it is ready. */
    public boolean isReady() throws InterruptedException {
        try {
            HttpRequest request = request("/q/health/ready").GET().build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
