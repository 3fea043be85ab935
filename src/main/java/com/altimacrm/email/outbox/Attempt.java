package com.altimacrm.email.outbox;

import com.altimacrm.email.attachment.AttachmentRef;
import com.altimacrm.email.attachment.AttachmentUnavailable;
import com.altimacrm.email.attachment.Attachments;
import com.altimacrm.email.message.AttachmentPart;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.HeaderPolicy;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.tenant.ProviderInfo;
import com.altimacrm.email.tenant.Providers;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.MailTransport;
import com.altimacrm.email.transport.ProviderKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes one attempt to send one claimed mail: account, attachments, message, transport. No transaction is open. */
@ApplicationScoped
class Attempt {
    private static final Logger LOG = Logger.getLogger(Attempt.class);
    private static final String ABANDONED =
            "The replica that was sending this mail stopped; whether the mail left is not known.";
    private static final String ALL_SUPPRESSED = "Every recipient left is on the suppression list.";
    private static final long MAX_TOTAL = 100L * 1024 * 1024;
    private static final Duration INACTIVE_PAUSE = Duration.ofMinutes(1);

    private final Providers providers;
    private final Attachments attachments;
    private final Map<ProviderKind, MailTransport> transports = new EnumMap<>(ProviderKind.class);

    Attempt(Providers providers, Attachments attachments, Instance<MailTransport> transports) {
        this.providers = providers;
        this.attachments = attachments;
        transports.forEach(transport -> this.transports.put(transport.kind(), transport));
    }

    /**
     * What an attempt told us, and about whom.
     *
     * @param provider null when the account is gone
     * @param slots how many mails the account may have on the way; 0 when not known
     * @param kept attachment references to remember for a later attempt; null when nothing changed
     */
    record Result(DeliveryOutcome outcome, ProviderInfo provider, int slots, List<AttachmentRef> kept) {
        Result keeping(List<AttachmentRef> refs) {
            return new Result(outcome, provider, slots, refs);
        }
    }

    /** Never fails: whatever goes wrong is an outcome. */
    Uni<Result> make(ClaimedMail mail) {
        return providers
                .info(mail.tenantId(), mail.providerId())
                .chain(provider -> make(mail, provider))
                .onFailure()
                .recoverWithItem(failure -> new Result(faulted(mail, failure), null, 0, null));
    }

    private Uni<Result> make(ClaimedMail mail, ProviderInfo provider) {
        int slots = transport(provider).concurrency(provider.account());
        return Uni.createFrom()
                .deferred(() -> prepared(mail, provider, slots))
                .onFailure(AttachmentUnavailable.class)
                .recoverWithItem(failure ->
                        new Result(faulted(mail, failure), provider, slots, ((AttachmentUnavailable) failure).refs()))
                .onFailure()
                .recoverWithItem(failure -> new Result(faulted(mail, failure), provider, slots, null));
    }

    private Uni<Result> prepared(ClaimedMail mail, ProviderInfo provider, int slots) {
        String hold = holdReason(provider);
        if (hold != null) {
            DeliveryOutcome later = new Deferred(hold, true, Optional.of(INACTIVE_PAUSE), List.of());
            return Uni.createFrom().item(new Result(later, provider, slots, null));
        }
        if (mail.envelope().isEmpty() && !mail.suppressed().isEmpty()) {
            DeliveryOutcome nobody = new Rejected(ALL_SUPPRESSED, mail.suppressed());
            return Uni.createFrom().item(new Result(nobody, provider, slots, null));
        }
        if (mail.previousOwner() != null && provider.holdsUnconfirmed()) {
            return Uni.createFrom().item(new Result(new Unconfirmed(ABANDONED, List.of()), provider, slots, null));
        }
        return attachments.using(mail.tenantId(), mail.attachments(), MAX_TOTAL, loaded -> deliver(
                        mail, provider, slots, loaded.parts())
                .map(result -> loaded.refs().equals(mail.attachments()) ? result : result.keeping(loaded.refs())));
    }

    private Uni<Result> deliver(ClaimedMail mail, ProviderInfo provider, int slots, List<AttachmentPart> parts) {
        return transport(provider)
                .deliver(message(mail, provider, parts), provider.account())
                .map(outcome -> new Result(outcome.withRefused(mail.suppressed()), provider, slots, null));
    }

    private MailTransport transport(ProviderInfo provider) {
        return transports.get(provider.account().kind());
    }

    private static String holdReason(ProviderInfo provider) {
        if (!provider.tenantActive()) {
            return "The tenant is suspended; its mail waits until it is active again.";
        }
        return provider.active()
                ? null
                : "Provider '" + provider.name() + "' is inactive; activate it to send this mail.";
    }

    private static OutgoingMessage message(ClaimedMail mail, ProviderInfo provider, List<AttachmentPart> parts) {
        EmailAddress from = mail.from().name() == null && provider.fromName() != null
                ? new EmailAddress(mail.from().address(), provider.fromName())
                : mail.from();
        return new OutgoingMessage(
                mail.id(),
                mail.internetMessageId(),
                mail.createdAt(),
                from,
                mail.replyTo(),
                mail.recipients(),
                mail.envelope(),
                provider.bounceEmail() == null ? null : EmailAddress.of(provider.bounceEmail()),
                mail.subject(),
                mail.html(),
                mail.text(),
                HeaderPolicy.apply(provider.headerOverrides(), mail.headers(), mail.id()),
                parts);
    }

    private static DeliveryOutcome faulted(ClaimedMail mail, Throwable failure) {
        if (failure instanceof NotFound) {
            return new Rejected(
                    "The provider of this mail was deleted; submit the mail again with another.", List.of());
        }
        if (failure instanceof InvalidMessage invalid) {
            return new Rejected(invalid.field() + ": " + invalid.getMessage(), List.of());
        }
        if (failure instanceof AttachmentUnavailable unavailable) {
            return unavailable.permanent()
                    ? new Rejected(unavailable.getMessage(), List.of())
                    : new Deferred(unavailable.getMessage(), false, Optional.empty(), List.of());
        }
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "Fault %s while sending mail %s of tenant %s", id, mail.id(), mail.tenantId());
        return new Deferred("Internal fault " + id + "; see the service's log.", false, Optional.empty(), List.of());
    }
}
