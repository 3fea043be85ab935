package com.altimacrm.email.outbox.amqp;

import com.altimacrm.email.outbox.Broker;
import com.altimacrm.email.outbox.Doorbell;
import com.altimacrm.email.outbox.MailReference;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.problem.Unavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Publishes persistent messages through the default exchange and awaits the publisher confirm.
 *
 * <p>While the broker is away next to nothing queues up here: all but one doorbell in {@value #CONFIRM_SECONDS} s are
 * dropped (the sweep finds their mail), and publications fail before they are handed over and stay in the database.
 */
@ApplicationScoped
class AmqpBroker implements Broker, Doorbell {
    private static final Logger LOG = Logger.getLogger(AmqpBroker.class);
    private static final int MAX_DOORBELLS = 2000;
    private static final int MAX_PUBLICATIONS = 500;
    private static final int PERSISTENT = 2;
    private static final int CONFIRM_SECONDS = 10;
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(CONFIRM_SECONDS);

    private final MutinyEmitter<byte[]> doorbells;
    private final MutinyEmitter<byte[]> publications;
    private final Queues queues;
    private final String sendQueue;
    private final AtomicInteger ringing = new AtomicInteger();
    /** The last doorbell was not confirmed in time: until one is, they go out one at a time. */
    private volatile boolean silent;

    private final AtomicInteger publishing = new AtomicInteger();

    AmqpBroker(
            @Channel("doorbells") @OnOverflow(value = OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> doorbells,
            @Channel("publications") @OnOverflow(value = OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> publications,
            Queues queues,
            OutboxConfig config) {
        this.queues = queues;
        this.doorbells = doorbells;
        this.publications = publications;
        this.sendQueue = config.sendQueue();
    }

    @Override
    public void ring(MailReference mail) {
        if (!take(ringing, silent ? 1 : MAX_DOORBELLS)) {
            return;
        }
        send(doorbells, sendQueue, References.body(mail), References.headers())
                .ifNoItem()
                .after(CONFIRM_LIMIT)
                .fail()
                .eventually(ringing::decrementAndGet)
                .subscribe()
                .with(confirmed -> hears(true), failure -> hears(false));
    }

    private void hears(boolean confirmed) {
        if (confirmed == silent) {
            LOG.warn(
                    confirmed
                            ? "The broker confirms doorbells again"
                            : "The broker confirms no doorbells; mail waits in"
                                    + " the database and is sent from there");
        }
        silent = !confirmed;
    }

    @Override
    public Uni<Void> publish(String queue, byte[] body, Map<String, String> headers) {
        if (!take(publishing, MAX_PUBLICATIONS)) {
            return Uni.createFrom().failure(new Unavailable("The broker does not confirm; too many messages wait."));
        }
        return queues.ensure(queue)
                .chain(() -> send(publications, queue, body, new HashMap<>(headers)))
                .ifNoItem()
                .after(CONFIRM_LIMIT)
                .fail()
                .eventually(publishing::decrementAndGet);
    }

    private static Uni<Void> send(
            MutinyEmitter<byte[]> emitter, String queue, byte[] body, Map<String, Object> headers) {
        OutgoingRabbitMQMetadata metadata = new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(queue)
                .withDeliveryMode(PERSISTENT)
                .withContentType("application/json")
                .withHeaders(headers)
                .build();
        return emitter.sendMessage(Message.of(body).addMetadata(metadata));
    }

    private static boolean take(AtomicInteger used, int most) {
        if (used.incrementAndGet() <= most) {
            return true;
        }
        used.decrementAndGet();
        return false;
    }
}
