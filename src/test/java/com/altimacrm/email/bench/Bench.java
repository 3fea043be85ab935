package com.altimacrm.email.bench;

import com.altimacrm.email.local.FreePort;
import com.altimacrm.email.local.LocalServers;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.SinkHook;
import com.altimacrm.email.local.SinkStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the packaged service from the outside: {@code ./mvnw -Pbench}.
 *
 * <p>Load, sink, servers and service share this machine. Servers named by the environment ({@code DB_HOST}, …) are
 * used, embedded ones otherwise; the database must be called {@code altima_bench…} to be emptied first.
 */
public final class Bench {
    private static final int PHASE_LIMIT_SECONDS = 300;
    private static final int POSTFIX_MAILS = 10_000;

    private final BenchSettings settings = BenchSettings.read();
    private final LocalServers servers;
    private final Map<String, String> environment;
    private final MailSink sink = MailSink.counting();
    private final BenchReport report = new BenchReport(settings);
    private volatile Load current = new Load("none", 1);

    private Bench(LocalServers servers) {
        this.servers = servers;
        this.environment = environment(servers);
        sink.hook(this::watch);
        sink.onMail(mail -> mail.to().forEach(recipient -> current.arrived(recipient)));
    }

    /** Prints the table and rewrites the page; the exit code is 1 when a mail was lost or repeated. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.putIfAbsent("DB_DATABASE", "altima_bench");
        boolean sound;
        try (LocalServers servers = LocalServers.start(env)) {
            sound = new Bench(servers).run();
        }
        System.exit(sound ? 0 : 1);
    }

    /** The service's own queues get names of their own, so that nobody else's mail is taken from a shared broker. */
    private static Map<String, String> environment(LocalServers servers) {
        Map<String, String> environment = new HashMap<>(servers.settings());
        BenchQueues.names().forEach(environment::put);
        return environment;
    }

    private boolean run() throws Exception {
        try (BenchDatabase database = new BenchDatabase(environment)) {
            report.settings(database.settings());
            if (environment.get("DB_DATABASE").startsWith("altima_bench")) {
                database.empty(environment.get("DB_DATABASE"));
            }
            measure("JVM", ServiceProcess.jvm(settings.javaOptions()), database, true);
            if (!settings.binary().isBlank() && Files.isExecutable(Path.of(settings.binary()))) {
                List<String> command =
                        List.of(Path.of(settings.binary()).toAbsolutePath().toString());
                measure("Native", command, database, false);
            }
        } finally {
            if (System.getenv("RABBITMQ_HOST") != null) {
                BenchQueues.remove(environment);
            }
            sink.close();
        }
        Optional<Double> postfix =
                settings.postfix() ? PostfixRun.run(POSTFIX_MAILS, (int) report.mailSize()) : Optional.empty();
        report.postfix(postfix);
        return report.publish();
    }

    private void measure(String kind, List<String> command, BenchDatabase database, boolean full) throws Exception {
        int port = FreePort.next();
        try (ServiceProcess service = ServiceProcess.start(servers, environment, command, port)) {
            report.started(kind, service.readyMillis(), service.residentMegabytes());
            BenchTenant tenant = BenchTenant.make(service.api(), environment, sink.port(), settings.lines());
            try (LoadGenerator generator = new LoadGenerator(port, settings.connections())) {
                BenchPhases phases = new BenchPhases(this::announce, service, database, generator, tenant);
                phases.flood("warmup", full ? settings.warmUp() : settings.warmUp() / 4, PHASE_LIMIT_SECONDS);
                report.phase(kind, phases.flood("flood", settings.mails(), PHASE_LIMIT_SECONDS));
                report.phase(kind, phases.pace(settings.rate(), settings.seconds(), PHASE_LIMIT_SECONDS));
                if (full && settings.rows() > 0) {
                    phases.fill(settings.rows());
                    phases.flood("refill", settings.warmUp() / 2, PHASE_LIMIT_SECONDS);
                    report.phase(kind, phases.flood("filled", settings.mails(), PHASE_LIMIT_SECONDS));
                }
            }
            report.ended(kind, service.residentMegabytes());
        }
    }

    private void announce(Load load) {
        sink.clear();
        current = load;
    }

    private SinkHook.Reaction watch(SinkStep step, String detail) {
        if (step == SinkStep.RCPT) {
            current.attempted(detail.substring(detail.indexOf('<') + 1));
        }
        return SinkHook.Reaction.goOn();
    }
}
