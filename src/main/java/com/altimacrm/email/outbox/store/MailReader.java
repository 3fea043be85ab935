package com.altimacrm.email.outbox.store;

import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads single mails, with everything that belongs to them in two queries, however many are asked for. */
@ApplicationScoped
public class MailReader {
    /** Steps of a timeline that are shown; a mail has a handful, unless a provider keeps deferring it for days. */
    private static final int MAX_EVENTS = 1_000;

    private static final String ROWS = "select o.*, c.html_body, c.text_body, c.attachments, c.headers, c.reply_to,"
            + " c.metadata, t.tenant_name, t.status as tenant_status, p.provider_name,"
            + " u.name as user_name, u.email as user_email from outbox o"
            + " join tenants t on t.tenant_id = o.tenant_id"
            + " join email_providers p on p.provider_id = o.provider_id"
            + " left join outbox_content c on c.outbox_id = o.id"
            + " left join users u on u.user_id = convert(o.user_id using ascii) and u.tenant_id = o.tenant_id"
            + " where o.id in ";
    private static final String RECIPIENTS =
            "select outbox_id, kind, address, name, status, reply" + " from outbox_recipients where outbox_id in ";

    private final Pool pool;
    private final MailJson json;

    MailReader(Pool pool, MailJson json) {
        this.pool = pool;
        this.json = json;
    }

    /**
     * One row in the contract's shape.
     *
     * @param tenantId the tenant it must belong to; empty for any
     * @throws NotFound (in the Uni) when there is none
     */
    public Uni<ObjectNode> mail(Optional<String> tenantId, String id) {
        MailSql sql = MailSql.of("select id from outbox where id = ?", id);
        tenantId.ifPresent(tenant -> sql.add(" and tenant_id = ?", tenant));
        return run(sql).flatMap(rows -> rows.size() == 0 ? Uni.createFrom().failure(unknown(id)) : one(id));
    }

    /**
     * How one mail fares, by any of its ids.
     *
     * @param name the client's message_id, the Message-ID header with or without brackets, or the row's id
     */
    public Uni<ObjectNode> status(Optional<String> tenantId, String name) {
        return resolve(tenantId, name)
                .flatMap(id -> read(List.of(id)))
                .map(read -> json.status(
                        read.rows().get(0), read.recipientsOf(read.rows().get(0))));
    }

    /** Every step of one mail, oldest first; at most {@value #MAX_EVENTS}. */
    public Uni<ObjectNode> timeline(Optional<String> tenantId, String name) {
        return resolve(tenantId, name).flatMap(this::timeline);
    }

    private Uni<ObjectNode> timeline(String id) {
        Uni<RowSet<Row>> mail = run(MailSql.of("select id, message_id, status from outbox where id = ?", id));
        Uni<RowSet<Row>> events = run(MailSql.of(
                "select at, type, actor, attempt, recipient, detail from message_events where outbox_id = ?"
                        + " order by id limit " + MAX_EVENTS,
                id));
        return Uni.combine().all().unis(mail, events).asTuple().map(both -> {
            Iterator<Row> row = both.getItem1().iterator();
            if (!row.hasNext()) {
                throw unknown(id);
            }
            return json.timeline(row.next(), both.getItem2());
        });
    }

    /** The mails of these ids, in their order. */
    Uni<List<ObjectNode>> mails(List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return read(ids).map(read -> {
            Map<String, ObjectNode> byId = new HashMap<>();
            read.rows().forEach(row -> byId.put(row.getString("id"), json.mail(row, read.recipientsOf(row))));
            return ids.stream().filter(byId::containsKey).map(byId::get).toList();
        });
    }

    private Uni<ObjectNode> one(String id) {
        return mails(List.of(id)).map(found -> {
            if (found.isEmpty()) {
                throw unknown(id);
            }
            return found.get(0);
        });
    }

    private Uni<Read> read(List<String> ids) {
        Uni<RowSet<Row>> rows = run(MailSql.of(ROWS).in(ids));
        Uni<RowSet<Row>> recipients = run(MailSql.of(RECIPIENTS).in(ids).add(" order by outbox_id, position"));
        return Uni.combine().all().unis(rows, recipients).asTuple().map(both -> {
            Map<String, List<Row>> byMail = new HashMap<>();
            both.getItem2().forEach(row -> byMail.computeIfAbsent(row.getString("outbox_id"), id -> new ArrayList<>())
                    .add(row));
            List<Row> mails = new ArrayList<>();
            both.getItem1().forEach(mails::add);
            return new Read(mails, byMail);
        });
    }

    /** Outbox id before message_id before Message-ID header, each by its index, in every tenant of the scope. */
    private Uni<String> resolve(Optional<String> tenantId, String name) {
        MailSql sql = MailSql.of("select id, 1 as place from outbox where id = ?", name);
        tenantId.ifPresent(tenant -> sql.add(" and tenant_id = ?", tenant));
        sql.add(
                " union all select o.id, 2 from tenants t straight_join outbox o force index (outbox_message_id)"
                        + " on o.tenant_id = t.tenant_id and o.message_id = ?",
                name);
        tenantId.ifPresent(tenant -> sql.add(" where t.tenant_id = ?", tenant));
        sql.add(
                " union all select o.id, 3 from tenants t straight_join outbox o force index (outbox_internet_id)"
                        + " on o.tenant_id = t.tenant_id and o.internet_message_id = ?",
                withoutBrackets(name));
        tenantId.ifPresent(tenant -> sql.add(" where t.tenant_id = ?", tenant));
        return run(sql.add(" order by place, id limit 2")).map(rows -> only(rows, tenantId, name));
    }

    private static String only(RowSet<Row> rows, Optional<String> tenantId, String name) {
        Iterator<Row> found = rows.iterator();
        if (!found.hasNext()) {
            throw unknown(name);
        }
        Row first = found.next();
        if (tenantId.isEmpty() && found.hasNext() && isRival(first, found.next())) {
            throw new InvalidInput("tenant_id", "Several tenants have a mail '" + name + "'; add tenant_id.");
        }
        return first.getString("id");
    }

    private static boolean isRival(Row first, Row second) {
        return first.getInteger("place").equals(second.getInteger("place"))
                && !first.getString("id").equals(second.getString("id"));
    }

    private static String withoutBrackets(String name) {
        return name.startsWith("<") && name.endsWith(">") ? name.substring(1, name.length() - 1) : name;
    }

    private static NotFound unknown(String name) {
        return new NotFound(
                "There is no mail '" + name + "'; use the message_id or outbox_id its submission answered.");
    }

    private Uni<RowSet<Row>> run(MailSql sql) {
        return pool.preparedQuery(sql.text()).execute(sql.tuple());
    }

    private record Read(List<Row> rows, Map<String, List<Row>> recipients) {
        List<Row> recipientsOf(Row mail) {
            return recipients.getOrDefault(mail.getString("id"), List.of());
        }
    }
}
