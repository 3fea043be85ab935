package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailOrder;
import com.altimacrm.email.outbox.PageRequest;
import java.time.LocalDateTime;

/**
 * The candidates of a list: at most {@value #SIZE} ids in the order of the one index that narrows the filter most.
 *
 * <p>What no index can decide (parts of texts, provider, user) is decided among the candidates only, so a list costs
 * the same however long the tenant's history is. Whoever wants to look further back moves the window by date.
 */
final class MailWindow {
    /** How many candidates are looked at. */
    static final int SIZE = PageRequest.DEPTH;

    private static final LocalDateTime ALWAYS = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final LocalDateTime NEVER = LocalDateTime.of(9999, 12, 31, 0, 0);
    private static final String BY_CREATED = " order by created_at desc, id desc";
    private static final String BY_SENT = " order by sent_at desc, created_at desc, id desc";

    private MailWindow() {}

    /** A select of the candidates' ids. */
    static MailSql of(MailFilter filter, MailOrder order) {
        MailSql window = narrowest(filter, order);
        if (filter.search() == null || !filter.search().contains("@")) {
            return window;
        }
        return MailSql.of("select id from (")
                .add(window)
                .add(") newest union select id from (")
                .add(addressed(filter.tenantId(), filter.search()))
                .add(") addressed");
    }

    private static MailSql narrowest(MailFilter filter, MailOrder order) {
        if (filter.toEmail() != null) {
            return addressed(filter.tenantId(), filter.toEmail());
        }
        if (filter.period().isLimited()) {
            return within(filter);
        }
        return plain(filter, order, "id").add(" limit " + SIZE);
    }

    /** Ids by the index of tenant and status alone, sorted for filters that are plain. */
    static MailSql plain(MailFilter filter, MailOrder order, String columns) {
        String status = filter.storedStatus();
        if (status != null && (order == MailOrder.CREATED || !"sent".equals(status))) {
            return MailSql.of(
                            "select " + columns
                                    + " from outbox force index (outbox_status) where tenant_id = ? and status = ?",
                            filter.tenantId(),
                            status)
                    .add(BY_CREATED);
        }
        boolean sent = order == MailOrder.SENT;
        return MailSql.of(
                        "select " + columns + " from outbox force index (" + (sent ? "outbox_sent" : "outbox_created")
                                + ") where tenant_id = ?",
                        filter.tenantId())
                .add(sent ? BY_SENT : BY_CREATED);
    }

    /** Whether {@link #plain} alone yields the list: right rows, right order. */
    static boolean isExact(MailFilter filter, MailOrder order) {
        return filter.isPlain() && (order == MailOrder.CREATED || filter.status() == null);
    }

    /** Outbox ids are UUID v7, so their order is the order of time. */
    private static MailSql addressed(String tenantId, String address) {
        return MailSql.of(
                "select distinct outbox_id as id from outbox_recipients force index (recipients_address)"
                        + " where tenant_id = ? and address = ? order by outbox_id desc limit " + SIZE,
                tenantId,
                address);
    }

    private static MailSql within(MailFilter filter) {
        LocalDateTime from =
                filter.period().from() == null ? ALWAYS : filter.period().from();
        LocalDateTime until =
                filter.period().until() == null ? NEVER : filter.period().until();
        String index = "select id from outbox force index (outbox_sent) where tenant_id = ?";
        return MailSql.of("(" + index + " and sent_at >= ? and sent_at < ?", filter.tenantId(), from, until)
                .add(BY_SENT + " limit " + SIZE + ") union all (")
                .add(index + " and sent_at is null and created_at >= ? and created_at < ?")
                .add("", filter.tenantId(), from, until)
                .add(BY_CREATED + " limit " + SIZE + ")");
    }

    /** Everything the filter asks, as conditions on {@code outbox o}. */
    static MailSql conditions(MailFilter filter) {
        MailSql sql = MailSql.of(" where o.tenant_id = ?", filter.tenantId());
        state(filter, sql);
        texts(filter, sql);
        if (filter.providerIds() != null) {
            sql.add(" and o.provider_id in ").in(filter.providerIds());
        }
        if (filter.userId() != null) {
            sql.add(" and o.user_id = ?", filter.userId());
        }
        return sql;
    }

    private static void state(MailFilter filter, MailSql sql) {
        if (filter.storedStatus() != null) {
            sql.add(" and o.status = ?", filter.storedStatus());
        } else if (filter.status() != null) {
            sql.add(" and o.delivered_at is not null");
        }
        if (filter.period().from() != null) {
            sql.add(
                    " and coalesce(o.sent_at, o.created_at) >= ?",
                    filter.period().from());
        }
        if (filter.period().until() != null) {
            sql.add(
                    " and coalesce(o.sent_at, o.created_at) < ?",
                    filter.period().until());
        }
    }

    private static void texts(MailFilter filter, MailSql sql) {
        if (filter.fromEmail() != null) {
            sql.add(" and o.from_email like ? escape '!'", MailSql.containing(filter.fromEmail()));
        }
        if (filter.subject() != null) {
            sql.add(" and o.subject like ? escape '!'", MailSql.containing(filter.subject()));
        }
        if (filter.search() != null) {
            search(filter, sql);
        }
    }

    private static void search(MailFilter filter, MailSql sql) {
        String part = MailSql.containing(filter.search());
        sql.add(" and (o.subject like ? escape '!' or o.from_email like ? escape '!'", part, part);
        if (filter.search().contains("@")) {
            sql.add(" or o.id in (select id from (")
                    .add(addressed(filter.tenantId(), filter.search()))
                    .add(") named)");
        }
        sql.add(")");
    }

    /** The order of the list, on {@code outbox o}. */
    static String order(MailOrder order) {
        return order == MailOrder.SENT
                ? " order by o.sent_at desc, o.created_at desc, o.id desc"
                : " order by o.created_at desc, o.id desc";
    }
}
