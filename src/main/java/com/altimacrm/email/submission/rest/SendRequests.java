package com.altimacrm.email.submission.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.submission.Door;
import com.altimacrm.email.submission.JsonBodies;
import com.altimacrm.email.submission.Submission;
import com.altimacrm.email.submission.SubmissionReader;
import com.altimacrm.email.submission.Submissions;
import com.altimacrm.email.submission.Submissions.Delivery;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiFunction;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** What the REST doors share: the caller's tenant, the reading, and the receipt on the wire. */
@ApplicationScoped
class SendRequests {
    /** Header that names the submission key. */
    static final String KEY = "Idempotency-Key";

    private static final String REPLAYED = "Idempotency-Replayed";

    private final JsonBodies bodies;
    private final SubmissionReader reader;
    private final Submissions submissions;
    private final CurrentCaller caller;

    SendRequests(JsonBodies bodies, SubmissionReader reader, Submissions submissions, CurrentCaller caller) {
        this.bodies = bodies;
        this.reader = reader;
        this.submissions = submissions;
        this.caller = caller;
    }

    /** Reads a body with the caller of the present request; the function may run on a worker. */
    <T> Uni<T> read(byte[] body, BiFunction<JsonNode, Caller, T> read) {
        Caller who = caller.get();
        return bodies.read(body, json -> read.apply(json, who));
    }

    /** A mail in its tenant: that of the token, or for an operator the one the mail names. */
    Submission mail(JsonNode json, Caller who, Door door, String key) {
        String tenant = who.isOperator() ? null : who.tenant(Input.of(json).text("tenant_id", 36));
        return reader.read(json, door, tenant, key);
    }

    Uni<Receipt> accept(Submission submission, Door door) {
        return submissions.accept(submission, door, Delivery.REQUEST);
    }

    /** 202 with the receipt; a repeat under the same key says so in a header. */
    static RestResponse<Envelope<?>> queued(Receipt receipt) {
        Envelope<?> envelope = Envelope.said("The mail is accepted and will be sent.", SendReceipt.of(receipt));
        ResponseBuilder<Envelope<?>> answer = ResponseBuilder.create(Status.ACCEPTED, envelope);
        return receipt.replayed() ? answer.header(REPLAYED, "true").build() : answer.build();
    }
}
