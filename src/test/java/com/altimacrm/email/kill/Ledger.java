package com.altimacrm.email.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.local.MailSink.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionTimeoutException;

/** What was accepted against what arrived. Recipients tell mails apart; equal mails share one. */
final class Ledger {
    private static final int SHOWN = 5;
    private static final String UNFINISHED =
            """
            select count(*) from outbox
            where status <> 'sent' or lease_owner is not null or due_at is not null or not queue_processed""";
    private static final String WRITTEN_TWICE =
            """
            select count(*) from (select outbox_id from message_events where type = 'sent'
              group by outbox_id having count(*) <> 1) as twice""";
    private static final String STORED =
            """
            select r.address, concat('<', o.internet_message_id, '>'),
              (select count(*) from message_events e where e.outbox_id = o.id and e.type = 'lease_lapsed')
            from outbox o join outbox_recipients r on r.outbox_id = o.id and r.status = 'sent'""";
    private static final String TIMELINE =
            """
            select e.at, e.type, e.attempt, e.actor, e.detail from message_events e
            join outbox_recipients r on r.outbox_id = e.outbox_id where r.address = ? order by e.id""";

    private final Database database;
    private final MailSink sink;
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final Set<String> oddAnswers = ConcurrentHashMap.newKeySet();
    private Set<String> repeated = Set.of();

    Ledger(Database database, MailSink sink) {
        this.database = database;
        this.sink = sink;
    }

    /** A mail that the service, or the broker, took responsibility for. */
    void accepted(String recipient) {
        accepted.merge(recipient, 1, Integer::sum);
    }

    /** An answer that is neither a 2xx nor a 503. */
    void oddAnswer(String answer) {
        oddAnswers.add(answer);
    }

    int size() {
        return accepted.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The recipients whose mail arrived more than once, as the last check saw them. */
    Set<String> repeated() {
        return repeated;
    }

    /**
     * Waits until nothing is open, then checks that each mail arrived once and its outcome was written once. A mail
     * may have come again, with its Message-ID, only where its replica died holding it.
     */
    void assertEachArrivedOnce(Duration limit) {
        awaitAllFinished(limit);
        List<List<String>> stored = database.rows(STORED);
        Map<Delivery, Integer> arrived = sink.deliveries();
        repeated = repeated(arrived);
        check("mails missing from the outbox, or stored too often", differing(stored));
        check("mails whose arrival and record differ", unmatched(stored, arrived));
        check("mails that came twice though no replica died holding them", without(repeated, lapsed(stored)));
        check("answers that are neither 2xx nor 503", oddAnswers);
        assertThat(database.count(WRITTEN_TWICE))
                .as("mails without exactly one outcome")
                .isZero();
    }

    private void check(String fault, Set<String> recipients) {
        if (!recipients.isEmpty()) {
            throw new AssertionError(recipients.size() + " " + fault + timelines(recipients));
        }
    }

    private Set<String> differing(List<List<String>> stored) {
        Map<String, Integer> copies = new HashMap<>();
        stored.forEach(row -> copies.merge(row.get(0), 1, Integer::sum));
        Set<String> differing = new HashSet<>(accepted.keySet());
        differing.addAll(copies.keySet());
        differing.removeIf(recipient -> copies.getOrDefault(recipient, 0).equals(accepted.getOrDefault(recipient, 0)));
        return differing;
    }

    private static Set<String> unmatched(List<List<String>> stored, Map<Delivery, Integer> arrived) {
        Set<Delivery> left = new HashSet<>(arrived.keySet());
        Set<String> unmatched = new HashSet<>();
        for (List<String> row : stored) {
            if (!left.remove(new Delivery(row.get(1), row.get(0)))) {
                unmatched.add(row.get(0));
            }
        }
        left.forEach(delivery -> unmatched.add(delivery.recipient()));
        return unmatched;
    }

    private static Set<String> lapsed(List<List<String>> stored) {
        Set<String> lapsed = new HashSet<>();
        stored.stream().filter(row -> !"0".equals(row.get(2))).forEach(row -> lapsed.add(row.get(0)));
        return lapsed;
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new HashSet<>(all);
        left.removeAll(some);
        return left;
    }

    /** Waits until no mail is open. */
    void awaitAllFinished(Duration limit) {
        try {
            await().atMost(limit)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> sink.mailCount() >= size()
                            && database.count("select count(*) from outbox") >= size()
                            && database.count(UNFINISHED) == 0);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(stillOpen(limit), late);
        }
    }

    private String stillOpen(Duration limit) {
        Set<String> there = new HashSet<>();
        sink.deliveries().keySet().forEach(delivery -> there.add(delivery.recipient()));
        Set<String> missing = new HashSet<>(accepted.keySet());
        missing.removeAll(there);
        List<String> open = database
                .rows("select r.address from outbox o join outbox_recipients r on r.outbox_id = o.id"
                        + " where o.status <> 'sent' or o.lease_owner is not null or o.due_at is not null")
                .stream()
                .map(row -> row.get(0))
                .toList();
        Set<String> differing = differing(database.rows(STORED));
        return "After " + limit + " of " + size() + " accepted mails " + missing.size() + " have not arrived"
                + timelines(missing) + "\n" + differing.size() + " are not in the outbox as often as accepted"
                + timelines(differing) + "\nand " + open.size() + " are open" + timelines(open);
    }

    private static Set<String> repeated(Map<Delivery, Integer> arrived) {
        Set<String> repeated = new HashSet<>();
        arrived.forEach((delivery, times) -> {
            if (times > 1) {
                repeated.add(delivery.recipient());
            }
        });
        return repeated;
    }

    private String timelines(Iterable<String> recipients) {
        Map<String, List<List<String>>> shown = new HashMap<>();
        for (String recipient : recipients) {
            if (shown.size() < SHOWN) {
                shown.put(recipient, database.rows(TIMELINE, recipient));
            }
        }
        StringBuilder text = new StringBuilder(shown.isEmpty() ? "" : "; such as");
        shown.forEach((recipient, steps) -> {
            text.append("\n  ")
                    .append(recipient)
                    .append(" (accepted ")
                    .append(accepted.get(recipient))
                    .append(")");
            steps.forEach(step -> text.append("\n    ").append(step));
        });
        return text.toString();
    }
}
