package com.altimacrm.email.identity;

import com.altimacrm.email.identity.store.RowFault;
import com.altimacrm.email.identity.store.UserRows;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.UuidV7;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.problem.WrongState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keeps the users of a tenant; operators keep all. */
@ApplicationScoped
public class Users {
    private final UserRows rows;
    private final Passwords passwords;
    private final Standing standing;

    Users(UserRows rows, Passwords passwords, Standing standing) {
        this.rows = rows;
        this.passwords = passwords;
        this.standing = standing;
    }

    /** The users the caller may see, by name. */
    public Uni<List<User>> list(Caller caller, String tenantId) {
        return rows.list(caller.scope(tenantId));
    }

    /** The caller's own record; fails with {@link NotFound} when it is gone. */
    public Uni<User> self(Caller caller) {
        return rows.byId(caller.userId()).map(user -> user.orElseThrow(() -> missing(caller.userId())));
    }

    /** Adds a user; fails with {@link InvalidInput} when the address is taken. */
    public Uni<User> create(Caller caller, Input input) {
        UserRules.Fields fields = UserRules.forCreate(input);
        Role role = fields.role() == null ? Role.USER : fields.role();
        String tenant = role == Role.OPERATOR ? noTenant(caller) : caller.tenant(fields.tenantId());
        return passwords
                .hash(fields.password())
                .map(hash -> fresh(fields, role, tenant, hash))
                .call(rows::insert)
                .onFailure()
                .transform(Users::explained)
                .flatMap(user -> reread(user.userId()));
    }

    /** Changes name, role, activity or password, whichever the body names. */
    public Uni<User> update(Caller caller, String userId, Input input) {
        UserRules.Fields fields = UserRules.read(input);
        return find(caller, userId)
                .invoke(user -> allow(caller, user, fields))
                .flatMap(user -> hashOf(user, fields).map(hash -> changed(user, fields, hash)))
                .call(rows::update)
                .invoke(user -> standing.forget(user.userId()))
                .flatMap(user -> reread(user.userId()));
    }

    private Uni<User> find(Caller caller, String userId) {
        return rows.byId(userId)
                .map(user -> user.filter(u -> caller.isOperator() || Objects.equals(u.tenantId(), caller.tenantId()))
                        .orElseThrow(() -> missing(userId)));
    }

    private Uni<User> reread(String userId) {
        return rows.byId(userId).map(Optional::orElseThrow);
    }

    private Uni<String> hashOf(User user, UserRules.Fields fields) {
        return fields.password() == null
                ? Uni.createFrom().item(user.passwordHash())
                : passwords.hash(fields.password());
    }

    private static void allow(Caller caller, User user, UserRules.Fields fields) {
        boolean self = user.userId().equals(caller.userId());
        boolean otherRole = fields.role() != null && fields.role() != user.role();
        if (self && (otherRole || Boolean.FALSE.equals(fields.active()))) {
            throw new WrongState("You cannot deactivate yourself or change your own role; ask another administrator.");
        }
        if (otherRole && (fields.role() == Role.OPERATOR || user.role() == Role.OPERATOR)) {
            throw new InvalidInput("role", "An operator belongs to no tenant; make a new user instead.");
        }
    }

    private static String noTenant(Caller caller) {
        if (!caller.isOperator()) {
            throw new InvalidInput("role", "Only an operator can make an operator; use admin or user.");
        }
        return null;
    }

    private static User fresh(UserRules.Fields fields, Role role, String tenant, String hash) {
        Instant now = InstantSource.system().instant();
        boolean active = fields.active() == null || fields.active();
        return new User(
                UuidV7.nextText(),
                tenant,
                null,
                true,
                fields.name(),
                fields.email(),
                hash,
                role,
                active,
                null,
                null,
                now,
                now);
    }

    private static User changed(User user, UserRules.Fields fields, String hash) {
        return new User(
                user.userId(),
                user.tenantId(),
                user.tenantName(),
                user.tenantActive(),
                fields.name() == null ? user.name() : fields.name(),
                user.email(),
                hash,
                fields.role() == null ? user.role() : fields.role(),
                fields.active() == null ? user.active() : fields.active(),
                user.emailVerifiedAt(),
                user.lastLoginAt(),
                user.createdAt(),
                InstantSource.system().instant());
    }

    private static Throwable explained(Throwable refused) {
        return switch (RowFault.of(refused)) {
            case DUPLICATE -> new InvalidInput("email", "Is in use already; every user needs an address of their own.");
            case NO_SUCH_TENANT -> new InvalidInput("tenant_id", "There is no such tenant.");
            case OTHER -> refused;
        };
    }

    private static NotFound missing(String userId) {
        return new NotFound("There is no user '" + userId + "'; GET /api/auth/users lists yours.");
    }
}
