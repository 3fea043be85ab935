package com.altimacrm.email.outbox.amqp;

import com.altimacrm.email.flow.Jitter;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.outbox.QueueDepth;
import com.altimacrm.email.outbox.QueueReport;
import com.altimacrm.email.outbox.QueueWatch;
import com.rabbitmq.client.AMQP;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Declares the contract's queues, durable and with no arguments at all, and reads their depth.
 *
 * <p>It keeps a connection of its own, so that a status call neither waits for nor disturbs the channels; when the
 * broker is away that connection is dropped and made anew on the next call.
 */
@ApplicationScoped
class Queues implements QueueWatch {
    private static final Logger LOG = Logger.getLogger(Queues.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String DEAD_LETTERS = ".dlq";

    private final Vertx vertx;
    private final BrokerConfig broker;
    private final List<String> names;
    private volatile boolean stopped;
    private Connection current;

    Queues(Vertx vertx, BrokerConfig broker, OutboxConfig outbox) {
        this.vertx = vertx;
        this.broker = broker;
        this.names = List.of(
                outbox.sendQueue(),
                broker.syncQueue(),
                broker.inboundQueue(),
                outbox.sendQueue() + DEAD_LETTERS,
                broker.inboundQueue() + DEAD_LETTERS);
    }

    void declareAtStart(@Observes StartupEvent event) {
        declareUntilDone();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        closeCurrent();
    }

    private synchronized void closeCurrent() {
        if (current != null) {
            current.client.stop();
            current = null;
        }
    }

    /** Completes once the queue exists. */
    Uni<Void> ensure(String queue) {
        return declare(queue).replaceWithVoid();
    }

    @Override
    public Uni<QueueReport> report() {
        List<Uni<QueueDepth>> depths = names.stream()
                .map(name -> declare(name).map(ok -> new QueueDepth(name, ok.getMessageCount(), ok.getConsumerCount())))
                .toList();
        return Uni.combine()
                .all()
                .unis(depths)
                .with(
                        QueueDepth.class,
                        all -> new QueueReport(true, broker.host(), broker.port(), broker.syncQueue(), all))
                .onFailure()
                .recoverWithItem(
                        failure -> new QueueReport(false, broker.host(), broker.port(), broker.syncQueue(), List.of()));
    }

    private void declareUntilDone() {
        report().subscribe().with(report -> {
            if (!report.connected() && !stopped) {
                LOG.warnf("RabbitMQ at %s:%d does not answer; trying on", broker.host(), broker.port());
                vertx.setTimer(Jitter.around(RETRY).toMillis(), timer -> declareUntilDone());
            }
        });
    }

    private Uni<AMQP.Queue.DeclareOk> declare(String queue) {
        return Uni.createFrom().deferred(() -> {
            Connection used = connection();
            return Uni.createFrom()
                    .completionStage(() -> used.ready
                            .compose(open -> used.client.queueDeclare(queue, true, false, false))
                            .toCompletionStage())
                    .ifNoItem()
                    .after(LIMIT)
                    .fail()
                    .onFailure()
                    .invoke(failure -> drop(used));
        });
    }

    /** A client and the moment it is connected. */
    private record Connection(RabbitMQClient client, Future<Void> ready) {
        boolean isOver() {
            return ready.isComplete() && !client.isOpenChannel();
        }
    }

    private synchronized Connection connection() {
        if (current == null || current.isOver()) {
            RabbitMQClient client = RabbitMQClient.create(vertx, options());
            current = new Connection(client, client.start());
        }
        return current;
    }

    /** Forgets a connection that failed; one that was made since stays. */
    private synchronized void drop(Connection failed) {
        if (current == failed) {
            current = null;
            failed.client.stop();
        }
    }

    private RabbitMQOptions options() {
        RabbitMQOptions options = new RabbitMQOptions()
                .setHost(broker.host())
                .setPort(broker.port())
                .setUser(broker.username())
                .setPassword(broker.password().orElse(""))
                .setVirtualHost(broker.virtualHost())
                .setConnectionTimeout((int) LIMIT.toMillis())
                .setAutomaticRecoveryEnabled(false)
                .setConnectionName("altimacrm-email queues");
        options.setReconnectAttempts(0);
        if (broker.tls()) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        }
        return options;
    }
}
