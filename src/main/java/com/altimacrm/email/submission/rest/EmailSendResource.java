package com.altimacrm.email.submission.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.outbox.MailProgress;
import com.altimacrm.email.outbox.MailStatus;
import com.altimacrm.email.outbox.Outbox;
import com.altimacrm.email.outbox.Receipt;
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
import java.time.Duration;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Mail comes in by {@code /email/send}, in both bodies of the contract. */
@Path("/api/email/send")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class EmailSendResource {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final SendRequests requests;
    private final Outbox outbox;

    EmailSendResource(SendRequests requests, Outbox outbox) {
        this.requests = requests;
        this.outbox = outbox;
    }

    /**
     * Sends a mail: a template mail that names no tenant is waited for (at most 10 s) and answered 200 with what became
     * of it; any other is answered 202 once it is durable.
     */
    @POST
    public Uni<RestResponse<Envelope<?>>> send(byte[] body, @RestHeader(SendRequests.KEY) String key) {
        return requests.read(body, (json, who) -> asked(json, who, key)).chain(this::accept);
    }

    /** A mail, and whether its client waits for the outcome. */
    private record Asked(Submission submission, Door door, boolean waits) {}

    private Asked asked(JsonNode json, Caller who, String key) {
        Door door = Door.api(who.userId());
        Submission submission = requests.mail(json, who, door, key);
        boolean waits = submission.usesTemplate() && !json.has("tenant_id") && submission.scheduledAt() == null;
        return new Asked(submission, door, waits);
    }

    private Uni<RestResponse<Envelope<?>>> accept(Asked asked) {
        Uni<Receipt> receipt = requests.accept(asked.submission(), asked.door());
        return asked.waits()
                ? receipt.chain(accepted -> outcome(asked.submission().tenantId(), accepted))
                : receipt.map(SendRequests::queued);
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
