package com.altimacrm.email.transport;

import com.altimacrm.email.message.OutgoingMessage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** Hands one message to one provider. A failed {@code Uni} means a bug here, never a provider's "no". */
public interface MailTransport {
    /** The kind of account it serves. */
    ProviderKind kind();

    /**
     * Makes one attempt, within the limits of the account's time-outs. Safe to call from any thread; the answer comes
     * on a Vert.x event loop.
     */
    Uni<DeliveryOutcome> deliver(OutgoingMessage message, ProviderAccount account);

    /**
     * Connects, secures and logs in without sending.
     *
     * @return {@link DeliveryOutcome.Accepted} when the account works, otherwise what is wrong and at which step
     */
    Uni<DeliveryOutcome> check(ProviderAccount account);

    /** How many mails the account may have on the way at once, by its configuration. */
    int concurrency(ProviderAccount account);

    /**
     * What is wrong with a configuration, by key ("smtp_port"), each with its remedy; empty when it can be used. Connects
     * nowhere.
     *
     * @param config the configuration with secrets in clear, values as text
     */
    default Map<String, List<String>> faults(Map<String, String> config) {
        return Map.of();
    }

    /** Closes idle connections of an account that changed or went away. */
    void forget(String providerId);
}
