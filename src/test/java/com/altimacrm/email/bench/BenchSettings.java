package com.altimacrm.email.bench;

/**
 * What one run of the benchmark does; each value is a system property {@code bench.…}.
 *
 * @param mails mails in the throughput phase
 * @param warmUp mails sent before anything is measured
 * @param connections HTTP connections of the load
 * @param lines SMTP connections the provider may use
 * @param rate mails per second in the latency phase; half of what Postfix is expected to relay
 * @param seconds length of the latency phase
 * @param rows rows to fill the outbox with before the last throughput phase; 0 leaves that phase out
 * @param binary native binary to measure too; empty for none
 * @param postfix whether to run Postfix beside it, where it is installed
 * @param page file whose generated part is rewritten; empty leaves it alone
 * @param javaOptions options of the service's JVM
 */
record BenchSettings(
        int mails,
        int warmUp,
        int connections,
        int lines,
        int rate,
        int seconds,
        int rows,
        String binary,
        boolean postfix,
        String page,
        String javaOptions) {

    static BenchSettings read() {
        return new BenchSettings(
                Integer.getInteger("bench.mails", 20_000),
                Integer.getInteger("bench.warmup", 10_000),
                Integer.getInteger("bench.connections", 32),
                Integer.getInteger("bench.lines", 20),
                Integer.getInteger("bench.rate", 225),
                Integer.getInteger("bench.seconds", 20),
                Integer.getInteger("bench.rows", 1_000_000),
                System.getProperty("bench.native", ""),
                !"false".equals(System.getProperty("bench.postfix", "")),
                System.getProperty("bench.page", "docs/benchmarks.md"),
                text("bench.java", "-Xmx512m"));
    }

    private static String text(String name, String fallback) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? fallback : value;
    }
}
