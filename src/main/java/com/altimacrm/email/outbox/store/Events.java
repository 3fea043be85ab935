package com.altimacrm.email.outbox.store;

import com.altimacrm.email.outbox.MailEvent;
import io.vertx.mutiny.sqlclient.Tuple;

/** Rows of the timeline. */
final class Events {
    static final String INSERT =
            """
            insert into message_events (tenant_id, outbox_id, at, type, actor, attempt, recipient, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final int MAX_DETAIL = 2000;

    private Events() {}

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
