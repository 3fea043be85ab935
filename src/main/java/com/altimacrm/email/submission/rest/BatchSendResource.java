package com.altimacrm.email.submission.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.platform.Refusal;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.submission.Door;
import com.altimacrm.email.submission.Submission;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Many mails in one request; each is accepted or refused by itself. */
@Path("/api/email/send-batch")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class BatchSendResource {
    private static final Logger LOG = Logger.getLogger(BatchSendResource.class);
    private static final int MOST = 500;
    private static final int AT_ONCE = 64;
    private static final int ACCEPTED = 202;
    private static final int MULTI_STATUS = 207;
    private static final String MESSAGES = "messages";

    private final SendRequests requests;

    BatchSendResource(SendRequests requests) {
        this.requests = requests;
    }

    /**
     * Takes up to {@value #MOST} mails: 202 when all of them are stored, else 207, with an answer for each. With an
     * Idempotency-Key, a mail without a message_id is stored under that key and its place, so that the same request
     * again stores nothing twice.
     */
    @POST
    public Uni<RestResponse<Envelope<BatchAnswer>>> send(byte[] body, @RestHeader(SendRequests.KEY) String key) {
        return requests.read(body, (json, who) -> mails(json, who, key))
                .onItem()
                .transformToMulti(mails -> Multi.createFrom().iterable(mails))
                .onItem()
                .transformToUni(this::accept)
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(BatchSendResource::answer);
    }

    /** A mail that was read, or why it could not be. */
    private record Mail(int index, Door door, Submission submission, RuntimeException fault) {}

    private List<Mail> mails(JsonNode json, Caller who, String key) {
        Input in = Input.of(json);
        JsonNode messages = in.present(MESSAGES) ? in.raw(MESSAGES) : null;
        if (messages != null && !messages.isArray()) {
            in.fault(MESSAGES, "Must be a list of mails.");
        } else if (messages != null && (messages.isEmpty() || messages.size() > MOST)) {
            in.fault(MESSAGES, "Has " + messages.size() + " mails; 1 to " + MOST + " are allowed.");
        }
        in.check();
        List<Mail> mails = new ArrayList<>();
        for (JsonNode message : messages) {
            mails.add(mail(mails.size(), message, who, key));
        }
        return mails;
    }

    private Mail mail(int index, JsonNode message, Caller who, String key) {
        Door door = Door.api(who.userId());
        try {
            if (!message.isObject()) {
                throw new InvalidInput(MESSAGES + "." + index, "Must be a JSON object.");
            }
            return new Mail(index, door, requests.mail(message, who, door, keyOf(index, message, key)), null);
        } catch (InvalidInput | NotFound fault) {
            return new Mail(index, door, null, fault);
        }
    }

    private static String keyOf(int index, JsonNode message, String key) {
        boolean named = message.hasNonNull("message_id");
        return named || key == null || key.isBlank() ? null : key.strip() + "/" + index;
    }

    private Uni<BatchAnswer.One> accept(Mail mail) {
        Uni<BatchAnswer.One> answer = mail.fault() == null
                ? requests.accept(mail.submission(), mail.door())
                        .map(receipt -> BatchAnswer.One.accepted(mail.index(), receipt))
                : Uni.createFrom().failure(mail.fault());
        return answer.onFailure().recoverWithItem(failure -> refused(mail.index(), failure));
    }

    private static BatchAnswer.One refused(int index, Throwable failure) {
        return BatchAnswer.One.refused(index, Refusal.of(failure).orElseGet(() -> unexpected(failure)));
    }

    private static Refusal unexpected(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "Fault %s at a mail of a batch", id);
        return new Refusal(500, "Something went wrong on our side; report the id " + id + ".", null);
    }

    private static RestResponse<Envelope<BatchAnswer>> answer(List<BatchAnswer.One> results) {
        BatchAnswer answer = BatchAnswer.of(results.stream()
                .sorted(Comparator.comparingInt(BatchAnswer.One::index))
                .toList());
        String words = answer.accepted() + " of " + results.size() + " mails are accepted and will be sent.";
        boolean all = answer.refused() == 0;
        return ResponseBuilder.<Envelope<BatchAnswer>>create(all ? ACCEPTED : MULTI_STATUS)
                .entity(new Envelope<>(all, words, answer))
                .build();
    }
}
