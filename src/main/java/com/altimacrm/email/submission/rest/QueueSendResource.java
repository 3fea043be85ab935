package com.altimacrm.email.submission.rest;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.submission.Door;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;

/** Mail comes in by the queue's endpoints: send-email in all its forms, and publish. */
@Path("/api/rabbitmq")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class QueueSendResource {
    private final SendRequests requests;
    private final String sendQueue;

    QueueSendResource(SendRequests requests, OutboxConfig config) {
        this.requests = requests;
        this.sendQueue = config.sendQueue();
    }

    /** Queues a mail from a template or with a body; 202 once it is durable. */
    @POST
    @Path("/send-email")
    public Uni<RestResponse<Envelope<?>>> sendEmail(JsonNode body, @RestHeader(SendRequests.KEY) String key) {
        Door door = Door.sendEmail(requests.userId());
        return requests.accept(requests.read(body, door, key), door).map(SendRequests::queued);
    }

    /** Takes a queue message over HTTP: {@code {"queue":"email.send","message":{…}}}. */
    @POST
    @Path("/publish")
    public Uni<RestResponse<Envelope<?>>> publish(JsonNode body, @RestHeader(SendRequests.KEY) String key) {
        Input in = Input.of(body);
        String queue = in.requiredText("queue", 255);
        in.present("message");
        JsonNode message = in.objectNode("message");
        if (queue != null && !queue.equals(sendQueue)) {
            in.fault("queue", "'" + queue + "' takes no mail; use " + sendQueue + ".");
        }
        in.check();
        Door door = Door.publish(requests.userId());
        return requests.accept(requests.read(message, door, key), door).map(SendRequests::queued);
    }
}
