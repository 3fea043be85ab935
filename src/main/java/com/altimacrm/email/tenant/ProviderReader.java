package com.altimacrm.email.tenant;

import com.altimacrm.email.tenant.store.StoredProvider;
import com.altimacrm.email.transport.ProviderAccount;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a stored row into what senders use, its secrets opened. */
@Singleton
class ProviderReader {
    private static final String MAIL_SUBDOMAIN = "mailer.";
    private final SecretSeal seal;
    private final StoredJson json;

    ProviderReader(SecretSeal seal, StoredJson json) {
        this.seal = seal;
        this.json = json;
    }

    ProviderInfo read(StoredProvider row) {
        ProviderConfig config = new ProviderConfig(json.object(row.configJson()), opened(row));
        String from = config.first(ConfigKeys.FROM_ADDRESS);
        return new ProviderInfo(
                row.providerId(),
                row.tenantId(),
                row.name(),
                row.active(),
                row.tenantActive(),
                from,
                config.first(ConfigKeys.FROM_NAME),
                row.bounceEmail(),
                json.texts(row.headerOverridesJson()),
                allowedFrom(config, from),
                messageIdDomain(config, from),
                row.unconfirmedPolicy(),
                row.revision(),
                account(row, config));
    }

    private Map<String, String> opened(StoredProvider row) {
        Map<String, String> clear = new TreeMap<>();
        json.texts(row.secretsJson()).forEach((name, text) -> clear.put(name, seal.open(row.providerId(), name, text)));
        return clear;
    }

    private static ProviderAccount account(StoredProvider row, ProviderConfig config) {
        return new ProviderAccount(
                row.providerId(),
                row.tenantId(),
                row.name(),
                ProviderRules.kind(config),
                row.revision(),
                config.flat());
    }

    private static List<String> allowedFrom(ProviderConfig config, String from) {
        List<String> allowed = new ArrayList<>();
        if (domain(from) != null) {
            allowed.add(domain(from));
        }
        JsonNode named = config.open().get(ConfigKeys.ALLOWED_FROM);
        if (ProviderConfig.hasValue(named)) {
            String text = named.isArray() ? ProviderConfig.joined(named) : named.asText();
            for (String entry : text.split("[,;\\s]+")) {
                if (!entry.isBlank()) {
                    allowed.add(entry.strip());
                }
            }
        }
        return allowed;
    }

    private static String messageIdDomain(ProviderConfig config, String from) {
        String chosen = config.first(List.of(ConfigKeys.MESSAGE_ID_DOMAIN));
        if (chosen != null) {
            return chosen;
        }
        return domain(from) == null ? "localhost" : MAIL_SUBDOMAIN + domain(from);
    }

    private static String domain(String address) {
        return address == null || address.indexOf('@') < 0
                ? null
                : address.substring(address.lastIndexOf('@') + 1).toLowerCase(java.util.Locale.ROOT);
    }
}
