package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.outbox.store.MailTotals.Amount;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Running totals in the contract's shapes; every value is a number, also when there are no mails. */
record MailStats(List<Amount> amounts) {
    /** Totals of one tenant's outbox. */
    ObjectNode ofOutbox() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", sum("accepted"))
                .put("pending", pending())
                .put("sent", sum("sent"))
                .put("failed", sum("failed"))
                .put("bounced", sum("bounced"))
                .put("uncertain", sum("uncertain"))
                .put("cancelled", sum("cancelled"))
                .put("delivered", sum("delivered"));
    }

    /** Both key sets that clients know. */
    ObjectNode ofEmail() {
        ObjectNode stats = JsonNodeFactory.instance
                .objectNode()
                .put("total_emails", sum("accepted"))
                .put("sent_emails", sum("sent"))
                .put("delivered_emails", sum("delivered"))
                .put("failed_emails", sum("failed"))
                .put("pending_emails", pending())
                .put("bounced_emails", sum("bounced"))
                .put("uncertain_emails", sum("uncertain"))
                .put("cancelled_emails", sum("cancelled"))
                .put("opened_emails", 0)
                .put("clicked_emails", 0)
                .put("total_sent", sum("sent"))
                .put("total_delivered", sum("delivered"))
                .put("total_failed", sum("failed"))
                .put("total_bounced", sum("bounced"))
                .put("total_inbound", 0);
        per(Amount::providerId).forEach(stats.putObject("provider_stats")::put);
        per(Amount::tenantId).forEach(stats.putObject("tenant_stats")::put);
        per(Amount::providerName).forEach(stats.putObject("providers")::put);
        return stats;
    }

    private long sum(String metric) {
        return amounts.stream()
                .filter(a -> metric.equals(a.metric()))
                .mapToLong(Amount::amount)
                .sum();
    }

    private long pending() {
        long ended = sum("sent") + sum("failed") + sum("bounced") + sum("uncertain") + sum("cancelled");
        return Math.max(0, sum("accepted") - ended);
    }

    /** Accepted mails by a key, in the key's order. */
    private Map<String, Long> per(Function<Amount, String> key) {
        Map<String, Long> counts = new TreeMap<>();
        amounts.stream()
                .filter(a -> "accepted".equals(a.metric()))
                .forEach(a -> counts.merge(key.apply(a), a.amount(), Long::sum));
        return counts;
    }
}
