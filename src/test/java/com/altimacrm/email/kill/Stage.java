package com.altimacrm.email.kill;

import static org.awaitility.Awaitility.await;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.SinkHook;
import com.altimacrm.email.local.SinkHook.Reaction;
import com.altimacrm.email.local.SinkStep;
import com.altimacrm.email.local.Watchdog;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything one test class plays with: a database and a queue of its own on the shared servers, a sink as the
 * tenant's provider, proxies on the way to database and broker, and the service's processes. Nothing outlives it.
 */
final class Stage implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final Map<String, String> servers = LocalServersResource.settings();
    private final Path folder =
            Path.of("target", "kill-watch-" + ProcessHandle.current().pid());
    private final Watchdog watchdog;
    private final MailSink sink = MailSink.counting();
    private final CuttableProxy databaseProxy = proxyTo("DB");
    private final CuttableProxy brokerProxy = proxyTo("RABBITMQ");
    private final Database database;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll, "kill-stage-end");
    private final Connection broker;
    private final Ledger ledger;
    private Traffic traffic;
    private int starts;

    private Stage(String name) throws Exception {
        this.name = name + "-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        Files.createDirectories(folder);
        this.watchdog = Watchdog.over(folder);
        Runtime.getRuntime().addShutdownHook(hook);
        this.database = Database.create(servers, "kill_" + this.name.replace('-', '_'));
        this.broker = brokerConnection();
        this.ledger = new Ledger(database, sink);
    }

    /** Opens a stage with one running service and a seeded tenant. */
    static Stage open(String name) {
        try {
            Stage stage = new Stage(name);
            ServiceProcess first = stage.start();
            stage.traffic =
                    Traffic.seeded(first, stage.servers, stage.sink.port(), stage.broker, stage.queue(), stage.ledger);
            return stage;
        } catch (Exception e) {
            throw new IllegalStateException("The stage cannot be set", e);
        }
    }

    /** Starts one more replica and waits until it is ready; traffic goes to it too. */
    ServiceProcess start() {
        return start(Map.of());
    }

    /** As {@link #start()}, with settings of its own. */
    ServiceProcess start(Map<String, String> extra) {
        Map<String, String> environment = new TreeMap<>(environment());
        environment.putAll(extra);
        ServiceProcess process = ServiceProcess.start(name + "-" + ++starts, environment, watchdog::watch);
        processes.add(process);
        process.awaitReady();
        if (traffic != null) {
            traffic.sendTo(living());
        }
        return process;
    }

    /** The youngest replica. */
    ServiceProcess service() {
        return processes.get(processes.size() - 1);
    }

    /** The nth living replica, the oldest first. */
    ServiceProcess service(int index) {
        return living().get(index);
    }

    /** Kills the youngest replica and starts another in its place. */
    ServiceProcess killAndRestart() {
        service().kill();
        return replace();
    }

    /** Breaks all lines of a killed process on our side, so that held octets are lost, and starts another. */
    ServiceProcess replace() {
        brokerProxy.cut();
        databaseProxy.cut();
        brokerProxy.restore();
        databaseProxy.restore();
        return start();
    }

    /** The sink kills the service when it comes to this step for the nth time, and is deaf from then on. */
    AtomicInteger killAt(SinkStep step, int nth) {
        ServiceProcess victim = service();
        AtomicInteger seen = new AtomicInteger();
        sink.hook((at, detail) -> {
            if (at == step && seen.incrementAndGet() >= nth) {
                victim.killAtOnce();
            }
            return seen.get() >= nth ? Reaction.drop() : Reaction.goOn();
        });
        return seen;
    }

    /** The sink takes no connection until {@link #openSink()}. */
    void closeSink() {
        sink.hook((at, detail) -> Reaction.drop());
    }

    void openSink() {
        sink.hook(SinkHook.NONE);
    }

    MailSink sink() {
        return sink;
    }

    Ledger ledger() {
        return ledger;
    }

    Traffic traffic() {
        return traffic;
    }

    CuttableProxy databaseProxy() {
        return databaseProxy;
    }

    CuttableProxy brokerProxy() {
        return brokerProxy;
    }

    /** Waits until that many more mails have arrived. */
    void awaitArrived(int more) {
        long wanted = sink.mailCount() + more;
        await(more + " mails more").atMost(LIMIT).until(() -> sink.mailCount() >= wanted);
    }

    /** Waits until the youngest replica says that it cannot serve. */
    void awaitNotReady() {
        await("not ready").atMost(LIMIT).until(() -> service().status("/q/health/ready") == 503);
    }

    /** Waits until a replica reads the queue. */
    void awaitConsumer() {
        await("a consumer").atMost(LIMIT).until(() -> traffic.consumers() > 0);
    }

    /** How many mails the outbox holds, ended or not. */
    long stored() {
        return database.count("select count(*) from outbox");
    }

    /** Every mail is where it belongs, once, and nothing is left on the queue. */
    void assertEachArrivedOnce(Duration limit) {
        ledger.assertEachArrivedOnce(limit);
        traffic.assertQueueIsEmpty();
    }

    @Override
    public void close() {
        killAll();
        watchdog.dismiss();
        Runtime.getRuntime().removeShutdownHook(hook);
        sink.close();
        databaseProxy.close();
        brokerProxy.close();
        try {
            traffic.close();
            broker.close();
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.drop();
    }

    /** The living replicas, the oldest first. */
    List<ServiceProcess> living() {
        return processes.stream().filter(ServiceProcess::isAlive).toList();
    }

    private void killAll() {
        processes.forEach(ServiceProcess::killAtOnce);
    }

    private String queue() {
        return name + ".send";
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(servers);
        environment.put("DB_HOST", "127.0.0.1");
        environment.put("DB_PORT", Integer.toString(databaseProxy.port()));
        environment.put("DB_DATABASE", database.name());
        environment.put("RABBITMQ_HOST", "127.0.0.1");
        environment.put("RABBITMQ_PORT", Integer.toString(brokerProxy.port()));
        environment.put("RABBITMQ_EMAIL_SEND_QUEUE", queue());
        environment.put("ALTIMA_EMAIL_OUTBOX_LEASE", "3s");
        environment.put("ALTIMA_EMAIL_OUTBOX_DOORBELL_GRACE", "1s");
        environment.put("ALTIMA_EMAIL_OUTBOX_PACING_MAX", "2s");
        return environment;
    }

    private CuttableProxy proxyTo(String prefix) {
        return CuttableProxy.to(servers.get(prefix + "_HOST"), Integer.parseInt(servers.get(prefix + "_PORT")));
    }

    private Connection brokerConnection() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(servers.get("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(servers.get("RABBITMQ_PORT")));
        factory.setUsername(servers.get("RABBITMQ_USER"));
        factory.setPassword(servers.get("RABBITMQ_PASSWORD"));
        return factory.newConnection("kill tests");
    }
}
