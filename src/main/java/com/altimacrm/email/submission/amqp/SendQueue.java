package com.altimacrm.email.submission.amqp;

import com.altimacrm.email.outbox.Dispatcher;
import com.altimacrm.email.outbox.MailReference;
import com.altimacrm.email.outbox.amqp.References;
import com.altimacrm.email.problem.Unavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Consumes {@code email.send}: a doorbell wakes the dispatcher, anything else is a mail to be submitted.
 *
 * <p>A message is acknowledged once what it stands for is in the database. What can never be accepted goes to the
 * dead-letter queue; what cannot be accepted now is given back after a short wait.
 */
@ApplicationScoped
class SendQueue {
    private static final Logger LOG = Logger.getLogger(SendQueue.class);
    private static final int AT_ONCE = 1024;
    private static final Duration RESUBSCRIBE = Duration.ofSeconds(1);

    private final Multi<Message<byte[]>> messages;
    private final Dispatcher dispatcher;
    private final PayloadIntake intake;
    private final Redeliveries redeliveries;
    private volatile Cancellable subscription;

    SendQueue(
            @Channel("email-send") Multi<Message<byte[]>> messages,
            Dispatcher dispatcher,
            PayloadIntake intake,
            Redeliveries redeliveries) {
        this.messages = messages;
        this.dispatcher = dispatcher;
        this.intake = intake;
        this.redeliveries = redeliveries;
    }

    void start(@Observes @Priority(5000) StartupEvent event) {
        subscription = messages.onItem()
                .transformToUni(this::handle)
                .merge(AT_ONCE)
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "The send queue's stream broke; it is opened again"))
                .onFailure()
                .retry()
                .withBackOff(RESUBSCRIBE, Duration.ofSeconds(30))
                .indefinitely()
                .subscribe()
                .with(done -> {});
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Never fails, so that one message cannot end the stream. */
    private Uni<Void> handle(Message<byte[]> delivered) {
        IncomingRabbitMQMetadata metadata =
                delivered.getMetadata(IncomingRabbitMQMetadata.class).orElseThrow();
        boolean again = metadata.isRedeliver();
        int line = redeliveries.delivered(tag(delivered), again);
        Message<byte[]> message = settledOn(line, delivered);
        return Uni.createFrom()
                .deferred(() -> reference(message, metadata)
                        .map(mail -> ring(message, mail))
                        .orElseGet(() -> intake.take(message, again, line)))
                .onFailure()
                .invoke(failure -> LOG.warnf("A message of the send queue was not settled: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * The message, settled over the line that brought it or not at all: delivery tags start afresh with each line, so a
     * late acknowledgement would settle another message there, one that is not stored yet.
     */
    private Message<byte[]> settledOn(int line, Message<byte[]> delivered) {
        return delivered
                .withAck(() -> redeliveries.isOpen(line) ? delivered.ack() : CompletableFuture.failedFuture(ended()))
                .withNack(failure ->
                        redeliveries.isOpen(line) ? delivered.nack(failure) : CompletableFuture.failedFuture(ended()));
    }

    private static Unavailable ended() {
        return new Unavailable("The line to the broker that brought the message has ended; it is delivered again.");
    }

    private static long tag(Message<byte[]> message) {
        return message.unwrap(IncomingRabbitMQMessage.class).message.envelope().getDeliveryTag();
    }

    /** What a doorbell names; a message that only claims to be a doorbell is a mail like any other. */
    private static Optional<MailReference> reference(Message<byte[]> message, IncomingRabbitMQMetadata metadata) {
        return metadata.getHeaders().containsKey(References.HEADER)
                ? References.read(message.getPayload())
                : Optional.empty();
    }

    private Uni<Void> ring(Message<byte[]> message, MailReference mail) {
        return dispatcher.ring(mail).chain(() -> Uni.createFrom().completionStage(message::ack));
    }
}
