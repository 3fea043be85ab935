package com.altimacrm.email.submission.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.outbox.MailProgress;
import com.altimacrm.email.outbox.MailStatus;
import com.altimacrm.email.outbox.Outbox;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.submission.Door;
import com.altimacrm.email.submission.Submission;
import com.altimacrm.email.submission.SubmissionReader;
import com.altimacrm.email.submission.Submissions;
import com.altimacrm.email.submission.Submissions.Delivery;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Mail comes in: both bodies of {@code /email/send}, the queue's endpoint in all its forms, and the publish endpoint. */
@Path("/api")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class SendResource {
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final SubmissionReader reader;
    private final Submissions submissions;
    private final Outbox outbox;
    private final CurrentCaller caller;
    private final String sendQueue;

    SendResource(
            SubmissionReader reader,
            Submissions submissions,
            Outbox outbox,
            CurrentCaller caller,
            OutboxConfig config) {
        this.reader = reader;
        this.submissions = submissions;
        this.outbox = outbox;
        this.caller = caller;
        this.sendQueue = config.sendQueue();
    }

    /**
     * Sends a mail: a template mail that names no tenant is waited for (at most 10 s) and answered 200 with what became
     * of it; a mail with a body is answered 202 once it is durable.
     */
    @POST
    @Path("/email/send")
    public Uni<RestResponse<Envelope<?>>> send(JsonNode body, @RestHeader(KEY) String key) {
        Submission submission = read(body, Door.api(userId()), key);
        Uni<Receipt> receipt = submissions.accept(submission, Door.api(userId()), Delivery.REQUEST);
        boolean waitedFor = submission.usesTemplate() && !body.has("tenant_id") && submission.scheduledAt() == null;
        return waitedFor
                ? receipt.chain(accepted -> outcome(submission.tenantId(), accepted))
                : receipt.map(SendResource::queued);
    }

    /** Queues a mail from a template or with a body; 202 once it is durable. */
    @POST
    @Path("/rabbitmq/send-email")
    public Uni<RestResponse<Envelope<?>>> sendEmail(JsonNode body, @RestHeader(KEY) String key) {
        Door door = Door.sendEmail(userId());
        return submissions.accept(read(body, door, key), door, Delivery.REQUEST).map(SendResource::queued);
    }

    /** Takes a queue message over HTTP: {@code {"queue":"email.send","message":{…}}}. */
    @POST
    @Path("/rabbitmq/publish")
    public Uni<RestResponse<Envelope<?>>> publish(JsonNode body, @RestHeader(KEY) String key) {
        Input in = Input.of(body);
        String queue = in.requiredText("queue", 255);
        in.present("message");
        JsonNode message = in.objectNode("message");
        if (queue != null && !queue.equals(sendQueue)) {
            in.fault("queue", "'" + queue + "' takes no mail; use " + sendQueue + ".");
        }
        in.check();
        Door door = Door.publish(userId());
        return submissions
                .accept(read(message, door, key), door, Delivery.REQUEST)
                .map(SendResource::queued);
    }

    private Submission read(JsonNode body, Door door, String key) {
        return reader.read(body, door, tenant(body), key);
    }

    /** The tenant of the token; null for an operator, who names it in the body. */
    private String tenant(JsonNode body) {
        Caller who = caller.get();
        if (body == null || !body.isObject()) {
            throw new InvalidInput("body", "The body must be a JSON object.");
        }
        return who.isOperator() ? null : who.tenant(Input.of(body).text("tenant_id", 36));
    }

    private String userId() {
        return caller.get().userId();
    }

    private static RestResponse<Envelope<?>> queued(Receipt receipt) {
        Envelope<?> envelope = Envelope.said("The mail is accepted and will be sent.", SendReceipt.of(receipt));
        ResponseBuilder<Envelope<?>> answer = ResponseBuilder.create(Status.ACCEPTED, envelope);
        return receipt.replayed() ? answer.header(REPLAYED, "true").build() : answer.build();
    }

    private Uni<RestResponse<Envelope<?>>> outcome(String tenantId, Receipt receipt) {
        return outbox.watch(tenantId, receipt.outboxId(), WAIT).map(progress -> outcome(receipt, progress));
    }

    private static RestResponse<Envelope<?>> outcome(Receipt receipt, MailProgress progress) {
        SendAnswer answer = SendAnswer.of(receipt, progress);
        if (progress.status() == MailStatus.FAILED) {
            Envelope<?> refused = new Envelope<>(false, "The provider refused the mail: " + progress.error(), answer);
            return ResponseBuilder.<Envelope<?>>create(Status.BAD_GATEWAY, refused)
                    .build();
        }
        Envelope<?> envelope = Envelope.said("The mail is " + answer.status() + ".", answer);
        return ResponseBuilder.<Envelope<?>>create(Status.OK, envelope).build();
    }
}
