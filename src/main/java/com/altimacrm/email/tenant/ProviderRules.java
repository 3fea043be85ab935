package com.altimacrm.email.tenant;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.HeaderText;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.transport.ProviderKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a provider's configuration must hold to be of use; judged on the whole, after changes are merged in. */
final class ProviderRules {
    private static final int MOST_CHARS = 64 * 1024;
    private static final int MOST_NAME = 255;
    private static final String CONFIG = "config_json";
    private static final List<String> DRIVERS = List.of("smtp", "postmark", "imap", "pop3");

    private final Input input;
    private final ProviderConfig config;

    private ProviderRules(Input input, ProviderConfig config) {
        this.input = input;
        this.config = config;
    }

    /** Notes every fault of the configuration in {@code input}, under the spelling the client used. */
    static void check(Input input, ProviderConfig config) {
        ProviderRules rules = new ProviderRules(input, config);
        rules.size();
        rules.driver();
        if (receivesOnly(config)) {
            return;
        }
        if (kind(config) == ProviderKind.SMTP) {
            rules.host();
            rules.login();
        }
        rules.author();
        rules.messageIdDomain();
    }

    /** Notes values no configuration may hold: secrets that are not text, and secrets inside lists. */
    static void checkChanges(Input input, JsonNode changes, String prefix) {
        changes.fields().forEachRemaining(field -> {
            String path = prefix + "." + field.getKey();
            if (ConfigKeys.isSecret(field.getKey())) {
                if (!field.getValue().isValueNode()) {
                    input.fault(path, "Must be text.");
                }
            } else if (field.getValue().isObject()) {
                checkChanges(input, field.getValue(), path);
            } else if (field.getValue().isArray() && holdsSecret(field.getValue())) {
                input.fault(path, "Secrets cannot stand inside a list; give them a key of their own.");
            }
        });
    }

    private void size() {
        if (config.open().toString().length() > MOST_CHARS) {
            input.fault(CONFIG, "Is larger than " + MOST_CHARS + " characters.");
        }
    }

    private void driver() {
        String driver = config.first(ConfigKeys.DRIVER);
        if (driver != null && !DRIVERS.contains(driver.toLowerCase(Locale.ROOT))) {
            fault(ConfigKeys.DRIVER, "'" + driver + "' is not known; use one of " + String.join(", ", DRIVERS) + ".");
        }
    }

    /** Which transport sends for the account. */
    static ProviderKind kind(ProviderConfig config) {
        return "postmark".equalsIgnoreCase(config.first(ConfigKeys.DRIVER)) ? ProviderKind.POSTMARK : ProviderKind.SMTP;
    }

    /** Whether the key's faults are found here, and need no second word from the transport. */
    static boolean covers(String key) {
        return Stream.of(ConfigKeys.HOST, ConfigKeys.USERNAME, ConfigKeys.PASSWORD, ConfigKeys.FROM_ADDRESS)
                .anyMatch(keys -> keys.contains(key));
    }

    /** Whether the account only reads a mailbox, so that nothing is known yet of how it would send. */
    static boolean receivesOnly(ProviderConfig config) {
        String driver = config.first(ConfigKeys.DRIVER);
        boolean mailbox = config.first(ConfigKeys.INBOUND_HOST) != null;
        boolean sends = config.first(ConfigKeys.HOST) != null
                || "smtp".equalsIgnoreCase(driver)
                || kind(config) == ProviderKind.POSTMARK;
        return mailbox && !sends;
    }

    private void host() {
        String host = config.first(ConfigKeys.HOST);
        if (host == null) {
            fault(ConfigKeys.HOST, "Is required.");
        } else if (host.length() > MOST_NAME || !host.matches("[\\p{L}\\p{N}_.:\\[\\]-]+")) {
            fault(ConfigKeys.HOST, "'" + HeaderText.visible(host) + "' is not a host name.");
        }
    }

    private void login() {
        boolean user = config.first(ConfigKeys.USERNAME) != null;
        boolean password = config.hasSecret(ConfigKeys.PASSWORD);
        if (user && !password) {
            fault(ConfigKeys.PASSWORD, "Is required with a username; leave both out for a server without login.");
        } else if (password && !user) {
            fault(ConfigKeys.USERNAME, "Is required with a password; leave both out for a server without login.");
        }
    }

    private void author() {
        String from = config.first(ConfigKeys.FROM_ADDRESS);
        if (from == null) {
            input.fault(CONFIG + ".from_address", "Is required.");
            return;
        }
        String name = config.first(ConfigKeys.FROM_NAME);
        if (name != null && name.length() > MOST_NAME) {
            input.fault(CONFIG + ".from_name", "At most " + MOST_NAME + " characters are allowed.");
        }
        try {
            new EmailAddress(from, name);
        } catch (InvalidMessage invalid) {
            String key = invalid.field().equals("name") ? ".from_name" : ".from_address";
            input.fault(CONFIG + key, invalid.getMessage());
        }
    }

    private void messageIdDomain() {
        String domain = config.first(List.of(ConfigKeys.MESSAGE_ID_DOMAIN));
        if (domain == null) {
            return;
        }
        try {
            EmailAddress.of("id@" + domain);
        } catch (InvalidMessage invalid) {
            input.fault(CONFIG + "." + ConfigKeys.MESSAGE_ID_DOMAIN, "Must be a domain such as mailer.example.com.");
        }
    }

    /** Under the spelling in use; under the plain one when neither is. */
    private void fault(List<String> keys, String fault) {
        ObjectNode open = config.open();
        boolean prefixed = open.has("smtp_host") && !open.has("host");
        String plain = keys == ConfigKeys.DRIVER ? keys.get(0) : keys.get(keys.size() - 1);
        String used = keys.stream()
                .filter(open::has)
                .findFirst()
                .orElse(prefixed && keys != ConfigKeys.DRIVER ? keys.get(0) : plain);
        input.fault(CONFIG + "." + used, fault);
    }

    private static boolean holdsSecret(JsonNode node) {
        if (node.isObject()) {
            java.util.Iterator<String> names = node.fieldNames();
            while (names.hasNext()) {
                if (ConfigKeys.isSecret(names.next())) {
                    return true;
                }
            }
        }
        for (JsonNode inner : node) {
            if (inner.isContainerNode() && holdsSecret(inner)) {
                return true;
            }
        }
        return false;
    }
}
