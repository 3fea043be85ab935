package com.altimacrm.email.outbox.store;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** A statement in the making: its text, and apart from it the values of its parameters. */
final class MailSql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    static MailSql of(String sql, Object... parameters) {
        return new MailSql().add(sql, parameters);
    }

    MailSql add(String sql, Object... parameters) {
        text.append(sql);
        Collections.addAll(values, parameters);
        return this;
    }

    MailSql add(MailSql other) {
        text.append(other.text);
        values.addAll(other.values);
        return this;
    }

    /** Adds {@code (?, ?, …)}; an empty list matches nothing. */
    MailSql in(Collection<String> list) {
        if (list.isEmpty()) {
            return add("(null)");
        }
        text.append('(')
                .append(String.join(", ", Collections.nCopies(list.size(), "?")))
                .append(')');
        values.addAll(list);
        return this;
    }

    String text() {
        return text.toString();
    }

    Tuple tuple() {
        return Tuple.from(values);
    }

    /** A like pattern that finds the text anywhere; goes with {@code escape '!'}. */
    static String containing(String part) {
        return "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
