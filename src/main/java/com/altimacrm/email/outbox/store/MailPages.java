package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailOrder;
import com.altimacrm.email.outbox.MailPage;
import com.altimacrm.email.outbox.PageRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists a tenant's mails in time that does not grow with its history: ids by index first, then their rows.
 *
 * <p>Where an index answers alone, totals are exact up to {@value MailWindow#DEPTH}; above that they come from the
 * running totals where one answers the question (all mails, or one status that has a counter) and are otherwise capped
 * and marked so. Elsewhere the total is what was found among the candidates, marked when there may be more.
 */
@ApplicationScoped
public class MailPages {
    private static final int DEPTH = MailWindow.DEPTH;

    private final Pool pool;
    private final MailReader reader;
    private final MailTotals totals;

    MailPages(Pool pool, MailReader reader, MailTotals totals) {
        this.pool = pool;
        this.reader = reader;
        this.totals = totals;
    }

    /** One page of the mails the filter lets through. */
    public Uni<MailPage> page(MailFilter filter, MailOrder order, PageRequest page) {
        return MailWindow.exact(filter, order)
                .map(ids -> byIndex(filter, ids, page))
                .orElseGet(() -> amongCandidates(filter, order, page));
    }

    /** Ids of the tenant's providers, deleted ones included, that bear this id or name. */
    public Uni<List<String>> providers(String tenantId, String idOrName) {
        return run(MailSql.of(
                        "select provider_id as id from email_providers"
                                + " where tenant_id = ? and (provider_id = ? or provider_name = ?)",
                        tenantId,
                        idOrName,
                        idOrName))
                .map(MailPages::ids);
    }

    /** Whether there is such a tenant. */
    public Uni<Boolean> isTenant(String tenantId) {
        return run(MailSql.of("select 1 from tenants where tenant_id = ?", tenantId))
                .map(rows -> rows.size() > 0);
    }

    private Uni<MailPage> byIndex(MailFilter filter, MailSql ids, PageRequest page) {
        Uni<List<ObjectNode>> items = run(new MailSql()
                        .add(ids)
                        .add(" limit ? offset ?", page.perPage(), page.offset()))
                .flatMap(rows -> reader.mails(ids(rows)));
        Uni<Long> counted =
                count(MailSql.of("select count(*) as n from (").add(ids).add(" limit " + (DEPTH + 1) + ") entries"));
        Uni<Total> total = counted.flatMap(n -> n <= DEPTH ? exactly(n) : many(filter));
        return Uni.combine().all().unis(items, total).asTuple().map(both -> both.getItem2()
                .page(both.getItem1()));
    }

    private Uni<Total> many(MailFilter filter) {
        if (!filter.isPlain()) {
            return Uni.createFrom().item(new Total(DEPTH, true));
        }
        return totals.counted(filter.tenantId(), filter.status()).map(n -> n.filter(exact -> exact > DEPTH)
                .map(exact -> new Total(exact, false))
                .orElseGet(() -> new Total(DEPTH, true)));
    }

    private static Uni<Total> exactly(long n) {
        return Uni.createFrom().item(new Total(n, false));
    }

    private Uni<MailPage> amongCandidates(MailFilter filter, MailOrder order, PageRequest page) {
        MailSql matching = MailSql.of(" from (")
                .add(MailWindow.candidates(filter, order))
                .add(") w straight_join outbox o on o.id = w.id")
                .add(MailWindow.conditions(filter));
        Uni<Found> found = run(MailSql.of("select o.id, count(*) over () as n")
                        .add(matching)
                        .add(MailWindow.order(order))
                        .add(" limit ? offset ?", page.perPage(), page.offset()))
                .flatMap(rows -> found(rows, matching, page));
        Uni<Long> candidates = count(MailSql.of("select count(*) as n from (")
                .add(MailWindow.candidates(filter, order))
                .add(") w"));
        return Uni.combine().all().unis(found, candidates).asTuple().map(both -> new Total(
                        both.getItem1().total(), both.getItem2() >= MailWindow.SCAN)
                .page(both.getItem1().items()));
    }

    private Uni<Found> found(RowSet<Row> rows, MailSql matching, PageRequest page) {
        if (rows.size() > 0) {
            long total = rows.iterator().next().getLong("n");
            return reader.mails(ids(rows)).map(items -> new Found(items, total));
        }
        // An empty page cannot carry the total, and only the first page proves that there is none.
        Uni<Long> total = page.offset() == 0
                ? Uni.createFrom().item(0L)
                : count(MailSql.of("select count(*) as n").add(matching));
        return total.map(n -> new Found(List.of(), n));
    }

    private Uni<Long> count(MailSql sql) {
        return run(sql).map(rows -> rows.iterator().next().getLong("n"));
    }

    private Uni<RowSet<Row>> run(MailSql sql) {
        return pool.preparedQuery(sql.text()).execute(sql.tuple());
    }

    private static List<String> ids(RowSet<Row> rows) {
        List<String> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getString("id")));
        return ids;
    }

    private record Found(List<ObjectNode> items, long total) {}

    private record Total(long rows, boolean capped) {
        MailPage page(List<ObjectNode> items) {
            return new MailPage(items, rows, capped);
        }
    }
}
