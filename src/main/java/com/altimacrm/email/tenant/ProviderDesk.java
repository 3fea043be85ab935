package com.altimacrm.email.tenant;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.HeaderText;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.message.UuidV7;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.tenant.store.ProviderRow;
import com.altimacrm.email.tenant.store.ProviderRows;
import com.altimacrm.email.tenant.store.TenantRows;
import com.altimacrm.email.transport.MailTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where tenants keep their providers: list, add, change in part, delete without losing mail history. */
@ApplicationScoped
public class ProviderDesk {
    private static final int MOST_NAME = 255;
    private static final String CONFIG = "config_json";
    private final ProviderRows rows;
    private final TenantRows tenants;
    private final SecretSeal seal;
    private final StoredJson json;
    private final ProviderCache cache;
    private final Instance<MailTransport> transports;

    ProviderDesk(
            ProviderRows rows,
            TenantRows tenants,
            SecretSeal seal,
            StoredJson json,
            ProviderCache cache,
            @Any Instance<MailTransport> transports) {
        this.rows = rows;
        this.tenants = tenants;
        this.seal = seal;
        this.json = json;
        this.cache = cache;
        this.transports = transports;
    }

    /** Providers by name, each with its tenant; a filter is left out when empty. */
    @WithSession
    public Uni<List<ProviderRow>> list(Optional<String> tenantId, Optional<Boolean> active) {
        return rows.list(tenantId, active);
    }

    /** One provider with its tenant; fails with {@link NotFound}. */
    @WithSession
    public Uni<ProviderRow> get(Optional<String> tenantId, String providerId) {
        return rows.one(tenantId, providerId).onItem().ifNull().failWith(() -> Providers.missing(providerId));
    }

    /** Adds a provider to a tenant; fails with {@link InvalidInput}. */
    @WithTransaction
    public Uni<ProviderRow> create(String tenantId, Input input) {
        ProviderRow row = new ProviderRow();
        row.providerId = UuidV7.nextText();
        row.tenantId = tenantId;
        row.active = true;
        row.revision = 0;
        row.configJson = "{}";
        row.secrets = "{}";
        row.createdAt = Tenants.now();
        input.present("provider_name");
        input.present(CONFIG);
        apply(row, input);
        return tenants.findById(tenantId)
                .onItem()
                .ifNull()
                .failWith(() -> new InvalidInput("tenant_id", "There is no tenant '" + tenantId + "'."))
                .flatMap(tenant -> rows.persist(row));
    }

    /** Changes what the body names and keeps the rest, secrets first of all; fails with {@link NotFound}. */
    @WithTransaction
    public Uni<ProviderRow> update(Optional<String> tenantId, String providerId, Input input) {
        return locked(tenantId, providerId).invoke(row -> {
            refuseMove(row, input);
            apply(row, input);
        });
    }

    /** Takes the provider out of use for good; what was sent through it stays. Fails with {@link NotFound}. */
    @WithTransaction
    public Uni<ProviderRow> delete(Optional<String> tenantId, String providerId) {
        return locked(tenantId, providerId).invoke(row -> {
            row.active = false;
            row.deletedAt = Tenants.now();
            row.updatedAt = row.deletedAt;
            row.revision++;
            // Nobody will log in with them again.
            row.secrets = "{}";
        });
    }

    /** config_json as a reply may show it: every key, secrets masked. */
    public ObjectNode shownConfig(ProviderRow row) {
        return new ProviderConfig(json.object(row.configJson), json.texts(row.secrets)).masked();
    }

    /** The header overrides; null when there are none. */
    public ObjectNode headerOverrides(ProviderRow row) {
        return row.headerOverrides == null ? null : json.object(row.headerOverrides);
    }

    private Uni<ProviderRow> locked(Optional<String> tenantId, String providerId) {
        return rows.locked(tenantId, providerId).onItem().ifNull().failWith(() -> Providers.missing(providerId));
    }

    private static void refuseMove(ProviderRow row, Input input) {
        String named = input.text("tenant_id", 64);
        if (named != null && !named.equals(row.tenantId)) {
            input.fault("tenant_id", "A provider cannot move to another tenant; leave tenant_id out.");
        }
    }

    private void apply(ProviderRow row, Input input) {
        String name = input.text("provider_name", MOST_NAME);
        Boolean active = input.bool("is_active");
        EmailAddress bounce = input.email("bounce_email");
        ObjectNode overrides = overrides(input);
        ProviderConfig config = opened(row).merged(changes(input));
        ProviderRules.check(input, config);
        checkTransport(input, config);
        input.check();
        row.providerName = name == null ? row.providerName : name;
        row.active = active == null ? row.active : active;
        if (input.names("bounce_email")) {
            row.bounceEmail = bounce == null ? null : bounce.address();
        }
        if (input.names("header_overrides")) {
            row.headerOverrides = overrides == null ? null : overrides.toString();
        }
        row.configJson = config.open().toString();
        row.secrets = sealedText(row.providerId, config);
        row.revision++;
        row.updatedAt = Tenants.now();
    }

    /** What only the transport knows of its keys: port, encryption, certificates, connections. */
    private void checkTransport(Input input, ProviderConfig config) {
        if (ProviderRules.receivesOnly(config)) {
            return;
        }
        transports.stream()
                .filter(transport -> transport.kind() == ProviderRules.kind(config))
                .flatMap(transport -> transport.faults(config.flat()).entrySet().stream())
                .filter(fault -> !ProviderRules.covers(fault.getKey()))
                .forEach(fault -> fault.getValue().forEach(words -> input.fault(CONFIG + "." + fault.getKey(), words)));
    }

    private static JsonNode changes(Input input) {
        JsonNode changes = input.objectNode(CONFIG);
        if (changes == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        ProviderRules.checkChanges(input, changes, CONFIG);
        return changes;
    }

    /** Makes this replica look again at once; call it after the change is committed. */
    public void changed(ProviderRow row) {
        cache.forget(row.tenantId, row.providerId);
        transports.forEach(transport -> transport.forget(row.providerId));
    }

    private static ObjectNode overrides(Input input) {
        JsonNode node = input.objectNode("header_overrides");
        if (!(node instanceof ObjectNode object)) {
            return null;
        }
        object.fields().forEachRemaining(header -> checkHeader(input, header.getKey(), header.getValue()));
        return object;
    }

    private static void checkHeader(Input input, String name, JsonNode value) {
        String key = "header_overrides." + HeaderText.visible(name);
        if (!name.matches("[!-9;-~]{1,128}")) {
            input.fault(key, "Is not a header name.");
        } else if (!value.isValueNode()) {
            input.fault(key, "Must be text.");
        } else {
            try {
                HeaderText.checked(key, value.asText());
            } catch (InvalidMessage invalid) {
                input.fault(key, invalid.getMessage());
            }
        }
    }

    private ProviderConfig opened(ProviderRow row) {
        Map<String, String> clear = new TreeMap<>();
        json.texts(row.secrets).forEach((secret, text) -> clear.put(secret, seal.open(row.providerId, secret, text)));
        return new ProviderConfig(json.object(row.configJson), clear);
    }

    private String sealedText(String providerId, ProviderConfig config) {
        Map<String, String> closed = new TreeMap<>();
        config.secrets().forEach((secret, clear) -> closed.put(secret, seal.seal(providerId, secret, clear)));
        return json.text(closed);
    }
}
