package com.altimacrm.email.identity;

import com.altimacrm.email.identity.store.RowFault;
import com.altimacrm.email.identity.store.UserRows;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.UuidV7;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Makes the first operator from the environment, for there is no default password to log in with. */
@Singleton
class FirstOperator {
    private static final Logger LOG = Logger.getLogger(FirstOperator.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final UserRows rows;
    private final Passwords passwords;
    private final LoginConfig config;

    FirstOperator(UserRows rows, Passwords passwords, LoginConfig config) {
        this.rows = rows;
        this.passwords = passwords;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        refuseWeakPassword();
        if (rows.operatorExists().await().atMost(PATIENCE)) {
            return;
        }
        if (config.operatorEmail().isEmpty() || config.operatorPassword().isEmpty()) {
            LOG.warn("There is no operator yet; set OPERATOR_EMAIL and OPERATOR_PASSWORD and start again.");
            return;
        }
        make(
                EmailAddress.of(config.operatorEmail().get()),
                config.operatorPassword().get());
    }

    private void refuseWeakPassword() {
        config.operatorPassword().ifPresent(password -> {
            if (password.length() < UserRules.LEAST_PASSWORD) {
                throw new IllegalStateException("OPERATOR_PASSWORD is too short; give it at least "
                        + UserRules.LEAST_PASSWORD + " characters.");
            }
        });
    }

    private void make(EmailAddress email, String password) {
        try {
            rows.insert(operator(email, passwords.hashNow(password))).await().atMost(PATIENCE);
            LOG.info("The first operator was made from OPERATOR_EMAIL.");
        } catch (RuntimeException refused) {
            if (RowFault.of(refused) != RowFault.DUPLICATE) {
                throw refused;
            }
            LOG.warn("OPERATOR_EMAIL is in use already (another replica, or a tenant's user); no operator was made.");
        }
    }

    private static User operator(EmailAddress email, String hash) {
        Instant now = InstantSource.system().instant();
        return new User(
                UuidV7.nextText(),
                null,
                null,
                true,
                "Operator",
                email.address(),
                hash,
                Role.OPERATOR,
                true,
                null,
                null,
                now,
                now);
    }
}
