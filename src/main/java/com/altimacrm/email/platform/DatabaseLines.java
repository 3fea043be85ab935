package com.altimacrm.email.platform;

import io.quarkus.reactive.mysql.client.MySQLPoolCreator;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives up database connections on which the server has been silent for long, whatever they were waiting for. */
@Singleton
class DatabaseLines implements MySQLPoolCreator {
    private final int silentSeconds;

    DatabaseLines(@ConfigProperty(name = "altima.email.database.silent-after-seconds") int silentSeconds) {
        this.silentSeconds = silentSeconds;
    }

    /** A network that loses everything would otherwise hold requests for as long as TCP tries, a quarter of an hour. */
    @Override
    public Pool create(Input input) {
        input.mySQLConnectOptionsList().forEach(options -> options.setReadIdleTimeout(silentSeconds)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(silentSeconds)));
        return MySQLBuilder.pool(pool -> pool.with(input.poolOptions())
                .connectingTo(new ArrayList<SqlConnectOptions>(input.mySQLConnectOptionsList()))
                .using(input.vertx()));
    }
}
