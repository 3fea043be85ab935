package com.altimacrm.email.submission.amqp;

import com.altimacrm.email.flow.Jitter;
import com.altimacrm.email.outbox.Broker;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.problem.Conflict;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.problem.WrongState;
import com.altimacrm.email.submission.Door;
import com.altimacrm.email.submission.JsonBodies;
import com.altimacrm.email.submission.Submission;
import com.altimacrm.email.submission.SubmissionReader;
import com.altimacrm.email.submission.Submissions;
import com.altimacrm.email.submission.Submissions.Delivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Submits the mails that CRMs put on the queue themselves.
 *
 * <p>A redelivered message without an id waits a moment before it is looked up, so that a first delivery whose commit
 * is still on its way, here or on another replica, is seen.
 */
@ApplicationScoped
class PayloadIntake {
    private static final Logger LOG = Logger.getLogger(PayloadIntake.class);
    private static final Duration BEFORE_REQUEUE = Duration.ofSeconds(2);
    private static final Duration BEFORE_MATCH = Duration.ofSeconds(2);
    private static final int MAX_HEADER = 255;

    private final JsonBodies bodies;
    private final SubmissionReader reader;
    private final Submissions submissions;
    private final Redeliveries redeliveries;
    private final Broker broker;
    private final String deadLetters;

    PayloadIntake(
            JsonBodies bodies,
            SubmissionReader reader,
            Submissions submissions,
            Redeliveries redeliveries,
            Broker broker,
            OutboxConfig config) {
        this.bodies = bodies;
        this.reader = reader;
        this.submissions = submissions;
        this.redeliveries = redeliveries;
        this.broker = broker;
        this.deadLetters = config.sendQueue() + ".dlq";
    }

    /** Settles one message: acknowledged when its mail is stored or it is in the dead-letter queue, else given back. */
    Uni<Void> take(Message<byte[]> message, boolean redelivered, int line) {
        Delivery delivery = redeliveries.of(redelivered, line);
        return Uni.createFrom()
                .deferred(() -> accept(message, delivery))
                .onFailure(PayloadIntake::isHopeless)
                .recoverWithUni(failure -> bury(message, failure))
                .onFailure()
                .recoverWithUni(failure -> giveBack(message, failure));
    }

    private Uni<Void> accept(Message<byte[]> message, Delivery delivery) {
        return bodies.read(message.getPayload(), json -> reader.read(json, Door.QUEUE, null, null))
                .call(submission -> waitForFirst(submission, delivery))
                .chain(submission -> accept(message, submission, delivery));
    }

    private Uni<Void> accept(Message<byte[]> message, Submission submission, Delivery delivery) {
        return submissions
                .accept(submission, Door.QUEUE, delivery)
                .invoke(receipt -> rememberStored(submission, receipt, delivery))
                .call(receipt -> Uni.createFrom().completionStage(message::ack))
                .invoke(receipt -> rememberAcked(submission, receipt))
                .replaceWithVoid();
    }

    private static Uni<Void> waitForFirst(Submission submission, Delivery delivery) {
        Uni<Void> now = Uni.createFrom().voidItem();
        return delivery.isRepeat() && submission.isAnonymous()
                ? now.onItem().delayIt().by(BEFORE_MATCH)
                : now;
    }

    /** A repeat that was recognised came over this line too. */
    private static void rememberStored(Submission submission, Receipt receipt, Delivery delivery) {
        if (submission.isAnonymous()) {
            delivery.storing(receipt.outboxId());
        }
    }

    private void rememberAcked(Submission submission, Receipt receipt) {
        if (submission.isAnonymous()) {
            redeliveries.acknowledged(receipt.outboxId());
        }
    }

    private static boolean isHopeless(Throwable failure) {
        return failure instanceof InvalidInput
                || failure instanceof Conflict
                || failure instanceof NotFound
                || failure instanceof WrongState;
    }

    private Uni<Void> bury(Message<byte[]> message, Throwable failure) {
        String reason = reason(failure);
        LOG.infof("A message of the send queue goes to %s: %s", deadLetters, reason);
        return broker.publish(deadLetters, message.getPayload(), Map.of("x-reason", reason))
                .chain(() -> Uni.createFrom().completionStage(message::ack));
    }

    private static Uni<Void> giveBack(Message<byte[]> message, Throwable failure) {
        LOG.warnf("A message of the send queue is given back for now: %s", failure);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Jitter.around(BEFORE_REQUEUE))
                .chain(() -> Uni.createFrom().completionStage(() -> message.nack(failure)));
    }

    private static String reason(Throwable failure) {
        String reason = failure instanceof InvalidInput invalid
                ? invalid.errors().entrySet().stream()
                        .map(error -> error.getKey() + ": " + String.join(" ", error.getValue()))
                        .collect(Collectors.joining("; "))
                : failure.getMessage();
        return reason.length() <= MAX_HEADER ? reason : reason.substring(0, MAX_HEADER - 1) + "…";
    }
}
