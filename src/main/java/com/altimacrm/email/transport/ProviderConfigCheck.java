package com.altimacrm.email.transport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Says what is wrong with a provider's configuration before it is stored, without connecting anywhere. */
@ApplicationScoped
public class ProviderConfigCheck {
    private final Instance<MailTransport> transports;

    @Inject
    ProviderConfigCheck(@Any Instance<MailTransport> transports) {
        this.transports = transports;
    }

    /** For CDI's proxy only. */
    protected ProviderConfigCheck() {
        this.transports = null;
    }

    /**
     * The faults by configuration key ("smtp_port"), each with its remedy; empty when the configuration can be used.
     *
     * @param config the configuration with secrets in clear, values as text
     */
    public Map<String, List<String>> faults(ProviderKind kind, Map<String, String> config) {
        return transports.stream()
                .filter(transport -> transport.kind() == kind)
                .findFirst()
                .map(transport -> transport.faults(config))
                .orElseGet(Map::of);
    }
}
