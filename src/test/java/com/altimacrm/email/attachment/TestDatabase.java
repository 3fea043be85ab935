package com.altimacrm.email.attachment;

import com.altimacrm.email.local.LocalServersResource;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The database server of the tests, with a database of our own that holds the table of files. */
final class TestDatabase {
    private static final String NAME = "altima_attach";
    private static final Map<String, String> SERVERS = LocalServersResource.settings();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestDatabase() {}

    static Pool open(Vertx vertx) {
        Pool server = pool(vertx, null);
        run(server, "create database if not exists " + NAME);
        server.close().await().atMost(PATIENCE);
        Pool pool = pool(vertx, NAME);
        run(pool, "drop table if exists attachment_chunks");
        run(pool, tableFromMigration());
        return pool;
    }

    static void run(Pool pool, String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private static Pool pool(Vertx vertx, String database) {
        MySQLConnectOptions options = new MySQLConnectOptions()
                .setHost(SERVERS.get("DB_HOST"))
                .setPort(Integer.parseInt(SERVERS.get("DB_PORT")))
                .setUser(SERVERS.get("DB_USERNAME"))
                .setPassword(SERVERS.get("DB_PASSWORD"))
                .setCharset("utf8mb4");
        if (database != null) {
            options.setDatabase(database);
        }
        return Pool.newInstance(MySQLBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(8))
                .using(vertx)
                .build());
    }

    private static String tableFromMigration() {
        try (InputStream script = TestDatabase.class.getResourceAsStream("/db/migration/V1__first_schema.sql")) {
            String all = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            int start = all.indexOf("create table attachment_chunks");
            return all.substring(start, all.indexOf(';', start));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
