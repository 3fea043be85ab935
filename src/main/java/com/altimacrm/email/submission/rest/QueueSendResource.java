package com.altimacrm.email.submission.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.submission.Door;
import com.altimacrm.email.submission.Submission;
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
    public Uni<RestResponse<Envelope<?>>> sendEmail(byte[] body, @RestHeader(SendRequests.KEY) String key) {
        return requests.read(body, (json, who) -> Asked.of(requests, json, who, Door.sendEmail(who.userId()), key))
                .chain(this::queue);
    }

    /** Takes a queue message over HTTP: {@code {"queue":"email.send","message":{…}}}. */
    @POST
    @Path("/publish")
    public Uni<RestResponse<Envelope<?>>> publish(byte[] body, @RestHeader(SendRequests.KEY) String key) {
        return requests.read(
                        body, (json, who) -> Asked.of(requests, message(json), who, Door.publish(who.userId()), key))
                .chain(this::queue);
    }

    /** A mail and the door it came by. */
    private record Asked(Submission submission, Door door) {
        static Asked of(SendRequests requests, JsonNode json, Caller who, Door door, String key) {
            return new Asked(requests.mail(json, who, door, key), door);
        }
    }

    private Uni<RestResponse<Envelope<?>>> queue(Asked asked) {
        return requests.accept(asked.submission(), asked.door()).map(SendRequests::queued);
    }

    private JsonNode message(JsonNode json) {
        Input in = Input.of(json);
        String queue = in.requiredText("queue", 255);
        in.present("message");
        JsonNode message = in.objectNode("message");
        if (queue != null && !queue.equals(sendQueue)) {
            in.fault("queue", "'" + queue + "' takes no mail; use " + sendQueue + ".");
        }
        in.check();
        return message;
    }
}
