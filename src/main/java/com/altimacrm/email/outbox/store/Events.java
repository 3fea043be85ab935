package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.MailEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** Rows of the timeline. */
final class Events {
    private static final String INSERT =
            """
            insert into message_events (tenant_id, outbox_id, at, type, actor, attempt, recipient, detail) values""";
    private static final String MARKS = "(?,?,?,?,?,?,?,?)";

    private static final int MAX_DETAIL = 2000;

    private Events() {}

    static Uni<Void> insert(SqlConnection connection, List<Tuple> rows) {
        return Sql.insert(connection, INSERT, MARKS, rows);
    }

    static Tuple row(String tenantId, String outboxId, MailEvent event) {
        return Sql.tuple(
                tenantId,
                outboxId,
                Sql.utc(event.at()),
                event.type(),
                event.actor(),
                event.attempt(),
                event.recipient(),
                shortened(event.detail()));
    }

    static String shortened(String text) {
        return text == null || text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL - 1) + "…";
    }
}
