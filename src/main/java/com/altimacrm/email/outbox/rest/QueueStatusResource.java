package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.outbox.QueueDepth;
import com.altimacrm.email.outbox.QueueReport;
import com.altimacrm.email.outbox.QueueWatch;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * The broker's real depth and consumers, in all three shapes the contract lists at once. Answers also while the broker
 * is down, with {@code connection_status} "disconnected".
 */
@Path("/api/rabbitmq")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
class QueueStatusResource {
    private static final String CONNECTED = "connected";
    private static final String DISCONNECTED = "disconnected";

    private final QueueWatch watch;
    private final String sendQueue;

    QueueStatusResource(QueueWatch watch, OutboxConfig config) {
        this.watch = watch;
        this.sendQueue = config.sendQueue();
    }

    /** Depth and consumers of every queue. */
    @GET
    @Path("/status")
    public Uni<String> status() {
        return watch.report().map(report -> answer(report).encode());
    }

    /** The same under its other name. */
    @GET
    @Path("/queue-status")
    public Uni<String> queueStatus() {
        return status();
    }

    private JsonObject answer(QueueReport report) {
        String state = report.connected() ? CONNECTED : DISCONNECTED;
        JsonObject queues = new JsonObject();
        report.queues().forEach(queue -> queues.put(queue.name(), queue(queue)));
        JsonObject data = new JsonObject()
                .put("email_send_queue", named(report, sendQueue, state))
                .put("email_sync_user_queue", named(report, report.syncQueue(), state))
                .put("connection_status", state)
                .put(
                        "connection",
                        new JsonObject()
                                .put("host", report.host())
                                .put("port", report.port())
                                .put("status", state))
                .put("queues", queues)
                .put(
                        "note",
                        report.connected() ? "Counts are the broker's." : "The broker does not answer; mail waits.");
        return new JsonObject()
                .put("success", true)
                .put("data", data)
                .put("connection_status", state)
                .put("queues", queues);
    }

    private static JsonObject queue(QueueDepth queue) {
        return new JsonObject()
                .put("message_count", queue.messages())
                .put("consumer_count", queue.consumers())
                .put("status", "running");
    }

    private static JsonObject named(QueueReport report, String name, String state) {
        int messages = report.queues().stream()
                .filter(queue -> queue.name().equals(name))
                .mapToInt(QueueDepth::messages)
                .sum();
        return new JsonObject().put("name", name).put("message_count", messages).put("status", state);
    }
}
