package com.altimacrm.email.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The phases of one run against one service. */
final class BenchPhases {
    private final Consumer<Load> announce;
    private final ServiceProcess service;
    private final BenchDatabase database;
    private final LoadGenerator generator;
    private final BenchTenant tenant;
    private final Requests requests;

    BenchPhases(
            Consumer<Load> announce,
            ServiceProcess service,
            BenchDatabase database,
            LoadGenerator generator,
            BenchTenant tenant) {
        this.announce = announce;
        this.service = service;
        this.database = database;
        this.generator = generator;
        this.tenant = tenant;
        this.requests = new Requests(tenant, service.port());
    }

    /** All connections busy until {@code mails} are submitted. */
    BenchPhase flood(String name, int mails, int limitSeconds) throws Exception {
        Load load = new Load(name, mails);
        return measured(name, load, () -> generator.flood(load, number -> requests.of(load, number)), limitSeconds);
    }

    /** A given rate for a while. */
    BenchPhase pace(int rate, int seconds, int limitSeconds) throws Exception {
        Load load = new Load("paced", rate * seconds);
        return measured(
                rate + "/s", load, () -> generator.pace(load, rate, number -> requests.of(load, number)), limitSeconds);
    }

    /** Makes the outbox long. */
    void fill(int rows) throws Exception {
        System.out.printf("Filling the outbox with %d rows …%n", rows);
        database.fill(tenant, rows);
    }

    private BenchPhase measured(String name, Load load, Runnable start, int limitSeconds) throws Exception {
        announce.accept(load);
        long rows = database.rows();
        Map<String, Long> cpu = CpuTimes.now(service.pid());
        Map<String, Long> work = database.work();
        start.run();
        LoadResult result = load.await(limitSeconds);
        Map<String, Double> cpuPerMail = CpuTimes.perMail(cpu, CpuTimes.now(service.pid()), load.count());
        BenchPhase phase = new BenchPhase(name, rows, result, cpuPerMail, perMail(work, database.work(), load.count()));
        System.out.printf("%-8s %s; per mail %s%n", name, result, phase.costs());
        return phase;
    }

    private static Map<String, Double> perMail(Map<String, Long> before, Map<String, Long> after, int mails) {
        Map<String, Double> perMail = new TreeMap<>();
        after.forEach((name, value) -> perMail.put(name, (value - before.get(name)) / (double) mails));
        return perMail;
    }
}
