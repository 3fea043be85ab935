package com.altimacrm.email.identity.store;

import com.altimacrm.email.identity.Role;
import com.altimacrm.email.identity.User;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds and keeps users. */
@Singleton
public class UserRows {
    private static final String SELECT = "select u.user_id, u.tenant_id, t.tenant_name, t.status, u.name, u.email,"
            + " u.password_hash, u.role, u.is_active, u.email_verified_at, u.last_login_at, u.created_at, u.updated_at"
            + " from users u left join tenants t on t.tenant_id = u.tenant_id";

    private final Pool pool;

    UserRows(Pool pool) {
        this.pool = pool;
    }

    public Uni<Optional<User>> byEmail(String email) {
        return one(" where u.email = ?", Tuple.of(email.toLowerCase(Locale.ROOT)));
    }

    public Uni<Optional<User>> byId(String userId) {
        return one(" where u.user_id = ?", Tuple.of(userId));
    }

    /** All users of a tenant, or of all when none is given. */
    public Uni<List<User>> list(Optional<String> tenantId) {
        return tenantId.map(id -> many(" where u.tenant_id = ? order by u.name, u.user_id", Tuple.of(id)))
                .orElseGet(() -> many(" order by u.name, u.user_id", Tuple.tuple()));
    }

    public Uni<Boolean> operatorExists() {
        return pool.query("select 1 from users where role = 'operator' limit 1")
                .execute()
                .map(rows -> rows.size() > 0);
    }

    public Uni<Void> insert(User user) {
        return pool.preparedQuery("insert into users (user_id, tenant_id, name, email, password_hash, role, is_active,"
                        + " created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .execute(Tuple.wrap(values(
                        user.userId(),
                        user.tenantId(),
                        user.name(),
                        user.email().toLowerCase(Locale.ROOT),
                        user.passwordHash(),
                        user.role().wireName(),
                        user.active(),
                        utc(user.createdAt()),
                        utc(user.updatedAt()))))
                .replaceWithVoid();
    }

    public Uni<Void> update(User user) {
        return pool.preparedQuery("update users set name = ?, role = ?, is_active = ?, password_hash = ?,"
                        + " updated_at = ? where user_id = ?")
                .execute(Tuple.wrap(values(
                        user.name(),
                        user.role().wireName(),
                        user.active(),
                        user.passwordHash(),
                        utc(user.updatedAt()),
                        user.userId())))
                .replaceWithVoid();
    }

    public Uni<Void> loggedIn(String userId) {
        return pool.preparedQuery("update users set last_login_at = ? where user_id = ?")
                .execute(Tuple.of(utc(Instant.now(Clock.systemUTC())), userId))
                .replaceWithVoid();
    }

    private Uni<Optional<User>> one(String where, Tuple values) {
        return many(where, values).map(users -> users.stream().findFirst());
    }

    private Uni<List<User>> many(String where, Tuple values) {
        return pool.preparedQuery(SELECT + where).execute(values).map(UserRows::users);
    }

    private static List<User> users(RowSet<Row> rows) {
        List<User> users = new ArrayList<>();
        rows.forEach(row -> users.add(user(row)));
        return users;
    }

    private static User user(Row row) {
        return new User(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(1) == null || "active".equals(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Role.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                row.getBoolean(8),
                instant(row.getLocalDateTime(9)),
                instant(row.getLocalDateTime(10)),
                instant(row.getLocalDateTime(11)),
                instant(row.getLocalDateTime(12)));
    }

    private static List<Object> values(Object... values) {
        return java.util.Arrays.asList(values);
    }

    private static LocalDateTime utc(Instant time) {
        return time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static Instant instant(LocalDateTime time) {
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
