package com.altimacrm.email.bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How much processor time each part of the set-up has used so far: the service, the servers, the load with the sink. */
final class CpuTimes {
    private CpuTimes() {}

    /** Milliseconds per part, of all processes on the machine that bear a server's name. */
    static Map<String, Long> now(long servicePid) {
        Map<String, Long> used = new TreeMap<>();
        ProcessHandle.allProcesses().forEach(process -> {
            String part = part(process, servicePid);
            if (part != null) {
                used.merge(
                        part,
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis(),
                        Long::sum);
            }
        });
        return used;
    }

    /** Milliseconds per mail and part, between two readings. */
    static Map<String, Double> perMail(Map<String, Long> before, Map<String, Long> after, int mails) {
        Map<String, Double> spent = new TreeMap<>();
        after.forEach((part, millis) -> spent.put(part, (millis - before.getOrDefault(part, 0L)) / (double) mails));
        return spent;
    }

    private static String part(ProcessHandle process, long servicePid) {
        if (process.pid() == servicePid) {
            return "service";
        }
        if (process.pid() == ProcessHandle.current().pid()) {
            return "load and sink";
        }
        String command = process.info().command().orElse("");
        if (command.endsWith("mariadbd") || command.endsWith("mysqld")) {
            return "database";
        }
        return command.endsWith("beam.smp") ? "broker" : null;
    }
}
