package com.altimacrm.email.outbox.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the running totals, so that no answer counts history. */
@ApplicationScoped
public class MailTotals {
    private static final Set<String> STATES = Set.of("sent", "failed", "bounced", "uncertain", "cancelled");
    private final Pool pool;

    MailTotals(Pool pool) {
        this.pool = pool;
    }

    /**
     * One running total.
     *
     * @param tenantId whose mails
     * @param providerId through which provider
     * @param providerName that provider's name; its id when it is gone
     * @param metric accepted, sent, failed, bounced, uncertain, cancelled or delivered
     * @param amount how many mails
     */
    public record Amount(String tenantId, String providerId, String providerName, String metric, long amount) {}

    /** Totals per provider and metric; of all tenants when none is given. */
    public Uni<List<Amount>> all(Optional<String> tenantId) {
        MailSql sql = MailSql.of("select s.tenant_id, s.provider_id, coalesce(p.provider_name, s.provider_id) as name,"
                + " s.metric, s.n from (select tenant_id, provider_id, metric, sum(amount) as n from mail_counters");
        tenantId.ifPresent(id -> sql.add(" where tenant_id = ?", id));
        sql.add(" group by tenant_id, provider_id, metric) s"
                + " left join email_providers p on p.provider_id = s.provider_id");
        return pool.preparedQuery(sql.text()).execute(sql.tuple()).map(rows -> {
            List<Amount> amounts = new ArrayList<>(rows.size());
            rows.forEach(row -> amounts.add(new Amount(
                    row.getString("tenant_id"),
                    row.getString("provider_id"),
                    row.getString("name"),
                    row.getString("metric"),
                    row.getLong("n"))));
            return amounts;
        });
    }

    /** How many mails a tenant has, in one status or (null) at all; empty where no running total answers that. */
    Uni<Optional<Long>> counted(String tenantId, String status) {
        if (status != null && !STATES.contains(status)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return pool.preparedQuery(
                        "select coalesce(sum(amount), 0) as n from mail_counters where tenant_id = ? and metric = ?")
                .execute(Tuple.of(tenantId, status == null ? "accepted" : status))
                .map(rows -> Optional.of(rows.iterator().next().getLong("n")));
    }
}
