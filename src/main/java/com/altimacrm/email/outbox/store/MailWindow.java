package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailOrder;
import com.altimacrm.email.outbox.PageRequest;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Which index answers a list.
 *
 * <p>Where one index decides everything the filter asks, its entries are the list ({@link #exact}). Otherwise what no
 * index can decide (parts of texts, provider, user) is decided among at most {@value #SCAN} candidates, taken in the
 * order of the index that narrows most ({@link #candidates}), so a list costs the same however long the tenant's
 * history is. Whoever wants to look further back moves the candidates by date.
 */
final class MailWindow {
    /** How many rows are read to decide what no index can. */
    static final int SCAN = 2_500;
    /** How many index entries are counted, and how deep pages reach. */
    static final int DEPTH = PageRequest.DEPTH;

    private static final LocalDateTime ALWAYS = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final LocalDateTime NEVER = LocalDateTime.of(9999, 12, 31, 0, 0);
    private static final String BY_CREATED = " order by created_at desc, id desc";
    private static final String BY_SENT = " order by sent_at desc, created_at desc, id desc";

    private MailWindow() {}

    /** A sorted select of the list's ids from an index alone; empty when no index suffices. */
    static Optional<MailSql> exact(MailFilter filter, MailOrder order) {
        if (filter.isPlain() && (order == MailOrder.CREATED || filter.status() == null)) {
            return Optional.of(plain(filter, order));
        }
        if (filter.isByRecipient() && order == MailOrder.CREATED) {
            return Optional.of(addressed(filter.tenantId(), filter.toEmail()));
        }
        if (filter.isByTime()) {
            return Optional.of(MailSql.of("select id from (")
                    .add(within(filter, DEPTH + 1))
                    .add(") w" + (order == MailOrder.SENT ? BY_SENT : BY_CREATED)));
        }
        return Optional.empty();
    }

    /** A select of the ids among which the filter's conditions are to be tried. */
    static MailSql candidates(MailFilter filter, MailOrder order) {
        MailSql window = narrowest(filter, order);
        if (filter.search() == null || !filter.search().contains("@")) {
            return window;
        }
        return MailSql.of("select id from (")
                .add(window)
                .add(") newest union select id from (")
                .add(addressed(filter.tenantId(), filter.search()).add(" limit " + SCAN))
                .add(") addressed");
    }

    private static MailSql narrowest(MailFilter filter, MailOrder order) {
        if (filter.toEmail() != null) {
            return addressed(filter.tenantId(), filter.toEmail()).add(" limit " + SCAN);
        }
        if (filter.storedStatus() != null && !(order == MailOrder.SENT && "sent".equals(filter.status()))) {
            return byStatus(filter).add(" limit " + SCAN);
        }
        return filter.period().isLimited()
                ? MailSql.of("select id from (").add(within(filter, SCAN)).add(") w")
                : all(filter, order).add(" limit " + SCAN);
    }

    private static MailSql plain(MailFilter filter, MailOrder order) {
        return filter.status() == null ? all(filter, order) : byStatus(filter);
    }

    private static MailSql all(MailFilter filter, MailOrder order) {
        boolean sent = order == MailOrder.SENT;
        return MailSql.of(
                "select id from outbox force index (" + (sent ? "outbox_sent" : "outbox_created")
                        + ") where tenant_id = ?" + (sent ? BY_SENT : BY_CREATED),
                filter.tenantId());
    }

    /** Nothing is sent before it is accepted, so an end of the period bounds both. */
    private static MailSql byStatus(MailFilter filter) {
        MailSql sql = MailSql.of(
                "select id from outbox force index (outbox_status) where tenant_id = ? and status = ?",
                filter.tenantId(),
                filter.storedStatus());
        if (filter.period().until() != null) {
            sql.add(" and created_at < ?", filter.period().until());
        }
        return sql.add(BY_CREATED);
    }

    /** Outbox ids are UUID v7, so their order is the order of time. */
    private static MailSql addressed(String tenantId, String address) {
        return MailSql.of(
                "select distinct outbox_id as id from outbox_recipients force index (recipients_address)"
                        + " where tenant_id = ? and address = ? order by outbox_id desc",
                tenantId,
                address);
    }

    /** What was sent in the period, then what was accepted in it and is unsent; the newest of either. */
    private static MailSql within(MailFilter filter, int most) {
        LocalDateTime from =
                filter.period().from() == null ? ALWAYS : filter.period().from();
        LocalDateTime until =
                filter.period().until() == null ? NEVER : filter.period().until();
        String index = "select id, sent_at, created_at from outbox force index (outbox_sent) where tenant_id = ?";
        return MailSql.of("(" + index + " and sent_at >= ? and sent_at < ?", filter.tenantId(), from, until)
                .add(BY_SENT + " limit " + most + ") union all (" + index)
                .add(" and sent_at is null and created_at >= ? and created_at < ?", filter.tenantId(), from, until)
                .add(BY_CREATED + " limit " + most + ")");
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
                    .add(" limit " + SCAN + ") named)");
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
