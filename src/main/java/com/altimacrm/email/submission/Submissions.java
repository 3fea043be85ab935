package com.altimacrm.email.submission;

import com.altimacrm.email.attachment.AttachmentRef;
import com.altimacrm.email.attachment.Attachments;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.MessageId;
import com.altimacrm.email.message.UuidV7;
import com.altimacrm.email.outbox.NewMail;
import com.altimacrm.email.outbox.Outbox;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.outbox.store.RedeliveryStore;
import com.altimacrm.email.problem.Conflict;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.Unavailable;
import com.altimacrm.email.problem.WrongState;
import com.altimacrm.email.template.RenderedMail;
import com.altimacrm.email.template.Templates;
import com.altimacrm.email.tenant.ProviderInfo;
import com.altimacrm.email.tenant.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * The one door: whatever a mail came by, it is looked up, rendered, kept and stored here, and answered with a receipt
 * once it is durable.
 */
@ApplicationScoped
public class Submissions {
    private static final Duration REDELIVERY_MATCH = Duration.ofSeconds(30);

    private final Providers providers;
    private final Templates templates;
    private final Attachments attachments;
    private final Outbox outbox;
    private final RedeliveryStore redeliveries;

    Submissions(
            Providers providers,
            Templates templates,
            Attachments attachments,
            Outbox outbox,
            RedeliveryStore redeliveries) {
        this.providers = providers;
        this.templates = templates;
        this.attachments = attachments;
        this.outbox = outbox;
        this.redeliveries = redeliveries;
    }

    /** How a submission reached us, as far as repeats are concerned. */
    public interface Delivery {
        /** A request: the client sees the answer, and repeats under its key if it wants to. */
        Delivery REQUEST = new Delivery() {};

        /** Whether a queue message, which the broker may deliver again, brought it. */
        default boolean fromQueue() {
            return false;
        }

        /** Whether it may have been accepted before. */
        default boolean isRepeat() {
            return false;
        }

        /** Whether this may be the second delivery of that mail, whose content is equal; asked of repeats only. */
        default boolean mayBe(String outboxId) {
            return false;
        }

        /** Hears under which id a mail without a key of its own is stored, before anybody can see the row. */
        default void storing(String outboxId) {}

        /** Hears that it is not known to be stored after all. */
        default void notStored(String outboxId) {}
    }

    /**
     * Accepts a mail: durable when the answer comes.
     *
     * @return the receipt; the first one again, marked as replayed, when the key is known
     * @throws Conflict (as failure) when the key is known with other content
     * @throws com.altimacrm.email.problem.NotFound (as failure) when the provider is not this tenant's
     * @throws InvalidInput (as failure) when template, variables, sender or provider do not fit
     * @throws Unavailable (as failure) when the database is away; nothing was stored
     */
    public Uni<Receipt> accept(Submission submission, Door door, Delivery delivery) {
        return provider(submission).chain(provider -> {
            EmailAddress from = from(submission, provider);
            String digest = Digest.of(submission, provider.providerId(), from);
            Prepared prepared = new Prepared(submission, provider, from, digest, door, delivery);
            return submission.isAnonymous() && delivery.isRepeat() ? recognise(prepared) : store(prepared);
        });
    }

    /** A submission with what was looked up for it. */
    private record Prepared(
            Submission submission,
            ProviderInfo provider,
            EmailAddress from,
            String digest,
            Door door,
            Delivery delivery) {}

    private Uni<ProviderInfo> provider(Submission submission) {
        Uni<ProviderInfo> found = submission.providerId() == null
                ? providers.defaultOf(submission.tenantId())
                : providers.info(submission.tenantId(), submission.providerId());
        return found.invoke(Submissions::checkActive);
    }

    private static void checkActive(ProviderInfo provider) {
        if (!provider.tenantActive()) {
            throw new WrongState("The tenant is suspended; activate it to send mail.");
        }
        if (!provider.active()) {
            throw new InvalidInput(
                    "provider_id", "Provider '" + provider.name() + "' is inactive; activate it or name another.");
        }
    }

    private static EmailAddress from(Submission submission, ProviderInfo provider) {
        if (submission.from() == null) {
            if (provider.fromAddress() == null) {
                throw new InvalidInput("from", "Is required: provider '" + provider.name() + "' has no from_address.");
            }
            return new EmailAddress(provider.fromAddress(), provider.fromName());
        }
        if (!provider.mayUse(submission.from())) {
            throw new InvalidInput(
                    "from",
                    "'" + submission.from().address() + "' may not be used with provider '" + provider.name()
                            + "'; add its domain to the provider's allowed_from.");
        }
        return submission.from();
    }

    private Uni<Receipt> recognise(Prepared prepared) {
        return redeliveries
                .match(
                        prepared.submission().tenantId(),
                        prepared.digest(),
                        prepared.delivery()::mayBe,
                        REDELIVERY_MATCH)
                .chain(match -> switch (match.verdict()) {
                    case NEW -> store(prepared);
                    case KNOWN -> outbox.get(prepared.submission().tenantId(), match.outboxId());
                    case UNDECIDED ->
                        Uni.createFrom()
                                .failure(new Unavailable("An equal message is being recognised; try again shortly."));
                });
    }

    private Uni<Receipt> store(Prepared prepared) {
        return rendered(prepared)
                .chain(body -> kept(prepared.submission()).map(refs -> mail(prepared, body, refs)))
                .chain(mail -> mail.redeliverable() ? told(mail, prepared.delivery()) : outbox.accept(mail))
                .invoke(receipt -> checkSame(receipt, prepared));
    }

    private Uni<Receipt> told(NewMail mail, Delivery delivery) {
        delivery.storing(mail.id());
        return outbox.accept(mail).onFailure().invoke(() -> delivery.notStored(mail.id()));
    }

    private static void checkSame(Receipt receipt, Prepared prepared) {
        if (!receipt.digest().equals(prepared.digest())) {
            throw new Conflict("The key '" + prepared.submission().key() + "' was used for another mail (outbox_id "
                    + receipt.outboxId() + "); use a new key.");
        }
    }

    private Uni<RenderedMail> rendered(Prepared prepared) {
        Submission submission = prepared.submission();
        if (submission.usesTemplate()) {
            return templates.render(
                    submission.tenantId(), submission.templateId(), submission.subject(), submission.data());
        }
        String subject = submission.subject() == null ? "" : submission.subject();
        return Uni.createFrom().item(new RenderedMail(subject, submission.html(), submission.text()));
    }

    /** Content that came along is kept before the row that names it. */
    private Uni<List<AttachmentRef>> kept(Submission submission) {
        return submission.attachments().isEmpty()
                ? Uni.createFrom().item(List.of())
                : attachments.keepAll(submission.tenantId(), submission.attachments());
    }

    private static NewMail mail(Prepared prepared, RenderedMail body, List<AttachmentRef> refs) {
        Submission submission = prepared.submission();
        String id = UuidV7.nextText();
        String messageId = submission.messageId() == null ? UuidV7.nextText() : submission.messageId();
        return new NewMail(
                id,
                submission.tenantId(),
                prepared.provider().providerId(),
                submission.userId(),
                submission.key(),
                prepared.digest(),
                submission.isAnonymous() && prepared.delivery().fromQueue(),
                messageId,
                MessageId.of(messageId, id, prepared.provider().messageIdDomain()),
                prepared.from(),
                submission.replyTo(),
                submission.recipients(),
                body.subject(),
                submission.bodyFormat(),
                body.html(),
                body.text(),
                refs,
                submission.headers(),
                submission.source(),
                prepared.door().actor(),
                submission.campaignId(),
                submission.templateId(),
                submission.priority(),
                submission.scheduledAt(),
                metadata(submission));
    }

    private static String metadata(Submission submission) {
        return submission.data().isEmpty()
                ? null
                : new JsonObject()
                        .put("template_data", new JsonObject(submission.data()))
                        .encode();
    }
}
