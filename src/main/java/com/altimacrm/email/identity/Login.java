package com.altimacrm.email.identity;

import com.altimacrm.email.identity.store.UserRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Turns an e-mail address and a password into a token, slowly enough to make guessing useless. */
@ApplicationScoped
public class Login {
    private final UserRows rows;
    private final Passwords passwords;
    private final Tokens tokens;
    private final SharedTries tries;
    private final LoginConfig config;

    Login(UserRows rows, Passwords passwords, Tokens tokens, SharedTries tries, LoginConfig config) {
        this.rows = rows;
        this.passwords = passwords;
        this.tokens = tokens;
        this.tries = tries;
        this.config = config;
    }

    /**
     * Logs in.
     *
     * @param address the client's network address, which is counted too
     * @return fails with {@link LoginRefused}, the same for every reason, or {@link TooManyTries}
     */
    public Uni<Session> login(String email, String password, String address) {
        String account = "account:" + digest(email.toLowerCase(Locale.ROOT));
        String client = "address:" + address;
        return book(client, config.triesPerAddress())
                .flatMap(v -> book(account, config.triesPerAccount()))
                .flatMap(v -> rows.byEmail(email))
                .flatMap(user -> check(user, password))
                .call(user -> tries.forget(account))
                .call(user -> tries.release(client))
                .call(user -> rows.loggedIn(user.userId()))
                .map(this::session);
    }

    private Uni<Void> book(String key, int free) {
        return tries.book(key, free).invoke(Login::refuseWhileClosed).replaceWithVoid();
    }

    private static void refuseWhileClosed(Duration wait) {
        if (!wait.isZero()) {
            throw new TooManyTries(wait);
        }
    }

    private Uni<User> check(Optional<User> user, String password) {
        return passwords
                .matches(password, user.map(User::passwordHash).orElse(null))
                .map(fits -> user.filter(u -> fits && u.isWelcome()).orElseThrow(LoginRefused::new));
    }

    private Session session(User user) {
        return new Session(user, tokens.issue(user), tokens.lifetime().toSeconds());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is not available on this Java.", missing);
        }
    }

    /**
     * A login that worked.
     *
     * @param expiresIn seconds the token is good for
     */
    public record Session(User user, String token, long expiresIn) {
        @Override
        public String toString() {
            return "Session[" + user.userId() + "]";
        }
    }
}
