package com.altimacrm.email.outbox;

import com.altimacrm.email.flow.Jitter;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.RecipientRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what one attempt comes to: a pure function of the claimed mail, the provider's answer and the policy.
 *
 * <p>Each recipient is settled by itself. A mail ends when no recipient is open: {@code sent} if anybody got it,
 * otherwise {@code failed}; recipients given up go to the dead-letter queue either way.
 */
final class Settlement implements DeliveryOutcome.Cases<Settled> {
    private final ClaimedMail mail;
    private final Policy policy;
    private final Instant now;
    private final List<MailEvent> events = new ArrayList<>();
    private final Map<Integer, RecipientUpdate> updates = new HashMap<>();

    /**
     * What the decision depends on beside the answer.
     *
     * @param retries when to try again
     * @param holdUnconfirmed whether the tenant wants mail held whose fate is unknown, rather than sent again
     * @param pause how long the provider is left alone when it asks us to slow down
     * @param actor who made the attempt, for the timeline
     * @param providerName the tenant's name for the provider
     * @param deadLetterQueue where copies of given-up mail go
     */
    record Policy(
            RetrySchedule retries,
            boolean holdUnconfirmed,
            Duration pause,
            String actor,
            String providerName,
            String deadLetterQueue) {}

    Settlement(ClaimedMail mail, Policy policy, Instant now) {
        this.mail = mail;
        this.policy = policy;
        this.now = now;
        if (mail.previousOwner() != null) {
            event("lease_lapsed", mail.claimedAt(), null, "Taken over from " + mail.previousOwner() + ".");
        }
    }

    @Override
    public Settled accepted(Accepted outcome) {
        attempted();
        refuse(outcome.refused());
        Map<Integer, RecipientRefusal> later = temporary(outcome.refused());
        for (Recipient recipient : mail.open()) {
            if (!updates.containsKey(recipient.position()) && !later.containsKey(recipient.position())) {
                update(recipient, MailStatus.SENT, outcome.reason());
            }
        }
        event("sent", now, null, outcome.reason());
        later.values().forEach(refusal -> event("deferred", now, address(refusal.position()), refusal.reason()));
        String response = ProviderResponse.sent(policy.providerName(), outcome, now);
        return later.isEmpty()
                ? end(null, outcome.providerMessageId(), response)
                : again(mail.retryCount() + 1, firstReason(later), outcome.providerMessageId(), response);
    }

    @Override
    public Settled deferred(Deferred outcome) {
        if (outcome.pacing()) {
            refuse(outcome.refused());
            return paced(outcome);
        }
        attempted();
        refuse(outcome.refused());
        event("deferred", now, null, outcome.reason());
        return again(mail.retryCount() + 1, outcome.reason(), null, null);
    }

    @Override
    public Settled rejected(Rejected outcome) {
        attempted();
        refuse(outcome.refused());
        giveUpOpen(outcome.reason());
        event("rejected", now, null, outcome.reason());
        return end(outcome.reason(), null, null);
    }

    @Override
    public Settled unconfirmed(Unconfirmed outcome) {
        attempted();
        refuse(outcome.refused());
        event("unconfirmed", now, null, outcome.reason());
        return policy.holdUnconfirmed() ? uncertain(outcome.reason()) : orUncertain(outcome.reason());
    }

    /** A lease lapsed on a mail that might have been under way: its fate is as unknown as a dropped line's. */
    Settled abandoned() {
        return uncertain("The replica that was sending this mail stopped; whether the mail left is not known.");
    }

    private Settled paced(Deferred outcome) {
        event("paced", now, null, outcome.reason());
        if (policy.retries().expired(mail.createdAt(), now)) {
            return giveUp(outcome.reason(), null, null);
        }
        Duration wait = outcome.retryAfter()
                .filter(asked -> asked.compareTo(policy.pause()) > 0)
                .orElse(policy.pause());
        return waiting(mail.retryCount(), wait, outcome.reason(), null, null);
    }

    private Settled again(int failures, String reason, String providerMessageId, String response) {
        if (openLeft().isEmpty()) {
            return end(reason, providerMessageId, response);
        }
        Optional<Duration> wait = policy.retries().after(failures, mail.createdAt(), now);
        return wait.isPresent()
                ? waiting(failures, wait.get(), reason, providerMessageId, response)
                : giveUp(reason, providerMessageId, response);
    }

    private Settled orUncertain(String reason) {
        Optional<Duration> wait = policy.retries().after(mail.retryCount() + 1, mail.createdAt(), now);
        return wait.isPresent() ? waiting(mail.retryCount() + 1, wait.get(), reason, null, null) : uncertain(reason);
    }

    private Settled giveUp(String reason, String providerMessageId, String response) {
        giveUpOpen(reason);
        event("failed", now, null, "Given up after " + (mail.retryCount() + 1) + " failed attempts: " + reason);
        return end(reason, providerMessageId, response);
    }

    private Settled end(String reason, String providerMessageId, String response) {
        boolean sent =
                mail.partlySent() || updates.values().stream().anyMatch(update -> update.status() == MailStatus.SENT);
        List<RecipientUpdate> failed = updates.values().stream()
                .filter(update -> update.status() == MailStatus.FAILED)
                .toList();
        boolean anyFailed = !failed.isEmpty() || !mail.failedBefore().isEmpty();
        String error = anyFailed ? failureText(reason, failed) : null;
        int failures = sent ? mail.retryCount() : mail.retryCount() + 1;
        MailStatus status = sent ? MailStatus.SENT : MailStatus.FAILED;
        Publication copy = anyFailed ? deadLetter(error, failed, failures) : null;
        return settled(status, failures, null, error, providerMessageId, response, copy);
    }

    private Settled waiting(int failures, Duration wait, String reason, String providerMessageId, String response) {
        return settled(MailStatus.PENDING, failures, Jitter.around(wait), reason, providerMessageId, response, null);
    }

    private Settled uncertain(String reason) {
        for (Recipient recipient : openLeft()) {
            update(recipient, MailStatus.UNCERTAIN, reason);
        }
        event("uncertain", now, null, reason);
        return settled(MailStatus.UNCERTAIN, mail.retryCount() + 1, null, reason, null, null, null);
    }

    private Settled settled(
            MailStatus status,
            int failures,
            Duration wait,
            String error,
            String providerMessageId,
            String response,
            Publication deadLetter) {
        return new Settled(
                mail,
                status,
                failures,
                wait,
                error,
                providerMessageId,
                response,
                List.copyOf(updates.values()),
                null,
                List.copyOf(events),
                deadLetter);
    }

    private Publication deadLetter(String error, List<RecipientUpdate> failed, int failures) {
        List<Recipient> recipients = new ArrayList<>(mail.failedBefore());
        failed.forEach(update -> recipients.add(recipient(update.position())));
        return DeadLetter.copyOf(policy.deadLetterQueue(), mail, recipients, error, failures, now);
    }

    private static String failureText(String reason, List<RecipientUpdate> failed) {
        return reason != null || failed.isEmpty() ? reason : failed.get(0).reply();
    }

    private void attempted() {
        event("attempt", mail.claimedAt(), null, "Handed to provider '" + policy.providerName() + "'.");
    }

    private void refuse(List<RecipientRefusal> refusals) {
        for (RecipientRefusal refusal : refusals) {
            if (refusal.permanent()) {
                update(recipient(refusal.position()), MailStatus.FAILED, refusal.reason());
                event("rejected", now, address(refusal.position()), refusal.reason());
            }
        }
    }

    private static Map<Integer, RecipientRefusal> temporary(List<RecipientRefusal> refusals) {
        Map<Integer, RecipientRefusal> later = new HashMap<>();
        refusals.stream().filter(refusal -> !refusal.permanent()).forEach(r -> later.put(r.position(), r));
        return later;
    }

    private static String firstReason(Map<Integer, RecipientRefusal> refusals) {
        return refusals.values().iterator().next().reason();
    }

    private void giveUpOpen(String reason) {
        openLeft().forEach(recipient -> update(recipient, MailStatus.FAILED, reason));
    }

    private List<Recipient> openLeft() {
        return mail.open().stream()
                .filter(recipient -> !updates.containsKey(recipient.position()))
                .toList();
    }

    private void update(Recipient recipient, MailStatus status, String reply) {
        updates.put(recipient.position(), new RecipientUpdate(recipient.position(), status, reply));
    }

    private Recipient recipient(int position) {
        return mail.recipients().stream()
                .filter(recipient -> recipient.position() == position)
                .findFirst()
                .orElseThrow();
    }

    private String address(int position) {
        return recipient(position).address().address();
    }

    private void event(String type, Instant at, String recipient, String detail) {
        events.add(new MailEvent(at, type, policy.actor(), mail.fence(), recipient, detail));
    }
}
