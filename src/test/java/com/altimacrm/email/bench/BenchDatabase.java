package com.altimacrm.email.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The database beside the service: made anew, filled with old mail, and asked what it was doing. */
final class BenchDatabase implements AutoCloseable {
    private static final List<String> DURABILITY = List.of(
            "version",
            "innodb_flush_log_at_trx_commit",
            "innodb_doublewrite",
            "log_bin",
            "sync_binlog",
            "innodb_buffer_pool_size");
    private static final int ROWS_PER_STEP = 100_000;

    private static final String NUMBERS =
            """
            (with recursive n as (select 0 i union all select i + 1 from n where i < 999)
             select a.i * 1000 + b.i as i from n a cross join n b) as numbers""";
    private static final String OLD_ROWS =
            """
            insert into outbox (id, tenant_id, provider_id, user_id, submission_key, submission_digest, message_id,
              internet_message_id, subject, from_email, body_format, status, source, queue_processed, fence, not_before,
              sent_at, created_at, updated_at)
            select concat('01900000-', lpad(lower(hex(i div 4096)), 4, '0'), '-7', lpad(lower(hex(i mod 4096)), 3, '0'),
                '-8000-', left(sha2(i, 224), 12)), '%1$s', '%2$s', 'bench', left(sha2(concat('k', i), 224), 36), repeat('0', 64),
              left(sha2(concat('k', i), 224), 36), concat(left(sha2(concat('k', i), 224), 36), '@bench.test'), 'An old mail', 'crm@bench.test', 'HTML',
              'sent', 'api', true, 1, date_sub(utc_timestamp(6), interval 2000000 - i second),
              date_sub(utc_timestamp(6), interval 2000000 - i second),
              date_sub(utc_timestamp(6), interval 2000000 - i second), utc_timestamp(6)
            from %3$s where i >= %4$d and i < %5$d order by i""";
    private static final String OLD_CONTENTS =
            """
            insert into outbox_content (outbox_id, tenant_id, html_body)
            select id, tenant_id, '<p>Old</p>' from outbox where id like '01900000-%%' order by id""";
    private static final String OLD_RECIPIENTS =
            """
            insert into outbox_recipients (outbox_id, position, tenant_id, kind, address, status)
            select id, 0, tenant_id, 'to', concat(submission_key, '@old.test'), 'sent' from outbox
            where id like '01900000-%%' order by id""";
    private static final String DROP_KEYS =
            """
            alter table outbox drop key outbox_submission_key, drop key outbox_message_id, drop key outbox_internet_id""";
    private static final String ADD_KEYS =
            """
            alter table outbox add unique key outbox_submission_key (tenant_id, submission_key),
              add unique key outbox_message_id (tenant_id, message_id),
              add key outbox_internet_id (tenant_id, internet_message_id)""";

    private final Connection connection;

    BenchDatabase(Map<String, String> settings) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", settings.get("DB_USERNAME"));
        login.setProperty("password", settings.get("DB_PASSWORD"));
        String url = "jdbc:mariadb://" + settings.get("DB_HOST") + ":" + settings.get("DB_PORT")
                + "/?allowPublicKeyRetrieval=true";
        this.connection = new org.mariadb.jdbc.Driver().connect(url, login);
        run("create database if not exists " + settings.get("DB_DATABASE") + " character set utf8mb4");
        connection.setCatalog(settings.get("DB_DATABASE"));
    }

    /** Drops the schema of an earlier benchmark, and its mail with it. */
    void empty(String database) throws SQLException {
        run("drop database if exists " + database);
        run("create database " + database + " character set utf8mb4");
        connection.setCatalog(database);
    }

    /** Puts ended mail of that tenant into the outbox, as if it had been sent over the past weeks. */
    void fill(BenchTenant tenant, int rows) throws SQLException {
        run("set session foreign_key_checks = 0");
        run(DROP_KEYS);
        for (int from = 0; from < rows; from += ROWS_PER_STEP) {
            int to = Math.min(rows, from + ROWS_PER_STEP);
            run(OLD_ROWS.formatted(tenant.tenantId(), tenant.providerId(), NUMBERS, from, to));
        }
        run(ADD_KEYS);
        run(OLD_CONTENTS.formatted());
        run(OLD_RECIPIENTS.formatted());
        run("analyze table outbox, outbox_content, outbox_recipients");
    }

    long rows() throws SQLException {
        return Long.parseLong(value("select count(*) from outbox", 1));
    }

    /** The settings that durability and speed depend on. */
    Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : DURABILITY) {
            settings.put(name, value("show global variables like '" + name + "'", 2));
        }
        return settings;
    }

    /** Statements and transactions so far, of all clients of the server. */
    Map<String, Long> work() throws SQLException {
        Map<String, Long> work = new LinkedHashMap<>();
        work.put("statements", status("Questions"));
        work.put("commits", status("Com_commit"));
        return work;
    }

    private long status(String name) throws SQLException {
        String value = value("show global status like '" + name + "'", 2);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String value(String sql, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(column) : "";
        }
    }
}
