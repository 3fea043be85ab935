package com.altimacrm.email.submission.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.outbox.MailProgress;
import com.altimacrm.email.outbox.MailStatus;
import com.altimacrm.email.outbox.Outbox;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.submission.Door;
import com.altimacrm.email.submission.Submission;
import com.altimacrm.email.tenant.ProviderDesk;
import com.altimacrm.email.tenant.ProviderInfo;
import com.altimacrm.email.tenant.Providers;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Sends a short mail through one provider and tells what the provider said. */
@Path("/api/email/send-test-email")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class TestMailResource {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final SendRequests requests;
    private final ProviderDesk desk;
    private final Providers providers;
    private final Outbox outbox;

    TestMailResource(SendRequests requests, ProviderDesk desk, Providers providers, Outbox outbox) {
        this.requests = requests;
        this.desk = desk;
        this.providers = providers;
        this.outbox = outbox;
    }

    /**
     * Waits up to 10 s: 200 when the provider took the mail, 502 with its words when it refused for good, 202 when the
     * mail waits for another attempt, with the reason.
     */
    @POST
    public Uni<RestResponse<Envelope<TestMailAnswer>>> send(byte[] body) {
        return requests.read(body, (json, who) -> new Asked(TestMail.read(json), who))
                .chain(this::found)
                .chain(this::send);
    }

    /** A test mail, by whom, and once it is known through what. */
    private record Asked(TestMail mail, Caller who) {}

    /** A test mail with the provider it goes through. */
    private record Found(TestMail mail, Caller who, ProviderInfo provider) {}

    private Uni<Found> found(Asked asked) {
        String providerId = asked.mail().providerId();
        return desk.get(asked.who().scope(null), providerId)
                .chain(row -> providers.info(row.tenantId, providerId))
                .map(provider -> new Found(
                        asked.mail().through(provider.name(), provider.fromAddress()), asked.who(), provider));
    }

    private Uni<RestResponse<Envelope<TestMailAnswer>>> send(Found found) {
        Door door = new Door("test-email", "rest", found.who().userId(), false);
        String tenantId = found.provider().tenantId();
        Submission submission = requests.mail(found.mail().mail(tenantId), found.who(), door, null);
        return requests.accept(submission, door)
                .onFailure(InvalidInput.class)
                .transform(fault -> inOurWords((InvalidInput) fault))
                .chain(receipt -> outbox.watch(tenantId, receipt.outboxId(), WAIT)
                        .map(progress -> answer(found.mail(), receipt, progress)));
    }

    /** The same faults under the names that this request has for its fields. */
    private static InvalidInput inOurWords(InvalidInput fault) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        fault.errors().forEach((field, words) -> errors.put(field.equals("from") ? "from_email" : field, words));
        return new InvalidInput(errors);
    }

    private static RestResponse<Envelope<TestMailAnswer>> answer(
            TestMail mail, Receipt receipt, MailProgress progress) {
        TestMailAnswer answer = TestMailAnswer.of(mail, receipt, progress);
        if (progress.status() == MailStatus.SENT) {
            return answer(Status.OK, new Envelope<>(true, "The test mail was sent.", answer));
        }
        if (progress.status().isEnd()) {
            return answer(
                    Status.BAD_GATEWAY,
                    new Envelope<>(false, "The test mail was not sent: " + progress.error(), answer));
        }
        String reason = progress.error() == null ? "the provider has not answered yet" : progress.error();
        return answer(
                Status.ACCEPTED, new Envelope<>(false, "The test mail waits for another attempt: " + reason, answer));
    }

    private static RestResponse<Envelope<TestMailAnswer>> answer(Status status, Envelope<TestMailAnswer> envelope) {
        return ResponseBuilder.create(status, envelope).build();
    }
}
