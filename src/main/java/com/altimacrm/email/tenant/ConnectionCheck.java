package com.altimacrm.email.tenant;

import com.altimacrm.email.problem.Unavailable;
import com.altimacrm.email.tenant.store.ProviderRow;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.MailTransport;
import com.altimacrm.email.transport.ProviderAccount;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;

/** Tries a provider's settings without sending: connects, secures, logs in. */
@ApplicationScoped
public class ConnectionCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private final Providers providers;
    private final Instance<MailTransport> transports;

    ConnectionCheck(Providers providers, @Any Instance<MailTransport> transports) {
        this.providers = providers;
        this.transports = transports;
    }

    /**
     * What came of the check.
     *
     * @param ok whether mail could go out this way
     * @param detail the provider's words, or what went wrong
     */
    public record Result(boolean ok, String detail) {}

    /** Checks the provider as it is stored now; waits {@code PATIENCE} at most. */
    public Uni<Result> run(ProviderRow row) {
        return providers
                .account(row.tenantId, row.providerId)
                .flatMap(account -> transport(account).check(account))
                .map(ConnectionCheck::result)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(new Result(false, "No answer within " + PATIENCE.toSeconds() + " seconds."));
    }

    private MailTransport transport(ProviderAccount account) {
        return transports.stream()
                .filter(transport -> transport.kind() == account.kind())
                .findFirst()
                .orElseThrow(
                        () -> new Unavailable("This replica has no transport for " + account.kind() + " providers."));
    }

    private static Result result(DeliveryOutcome outcome) {
        return new Result(outcome instanceof DeliveryOutcome.Accepted, outcome.reason());
    }
}
