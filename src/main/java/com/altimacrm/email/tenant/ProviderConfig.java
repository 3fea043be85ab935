package com.altimacrm.email.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A provider's config_json in its two halves: what may be shown, and the secrets apart from it.
 *
 * <p>Secrets are named by their path with dots ("dkim.private_key"). What they hold may be clear or sealed; this class
 * does not care. {@link #toString()} shows neither half.
 */
final class ProviderConfig {
    /** What a reply shows in place of a secret, and what a client may send back to keep it. */
    static final String MASK = "********";

    private final ObjectNode open;
    private final Map<String, String> secrets;

    ProviderConfig(ObjectNode open, Map<String, String> secrets) {
        this.open = open;
        this.secrets = new TreeMap<>(secrets);
    }

    static ProviderConfig empty() {
        return new ProviderConfig(JsonNodeFactory.instance.objectNode(), Map.of());
    }

    ObjectNode open() {
        return open;
    }

    Map<String, String> secrets() {
        return secrets;
    }

    /**
     * This configuration with a client's changes: keys it names are set, null removes a key, and a secret that is
     * missing, null or masked stays as it is.
     */
    ProviderConfig merged(JsonNode changes) {
        ProviderConfig result = new ProviderConfig(open.deepCopy(), secrets);
        result.merge(result.open, changes, "");
        result.dropOldSpellings(changes);
        return result;
    }

    /** What a reply shows: every key, secrets masked. */
    ObjectNode masked() {
        ObjectNode shown = open.deepCopy();
        secrets.keySet().forEach(path -> mask(shown, path));
        return shown;
    }

    /** The first of these keys that has a value, as text; null when none has. Secrets are not found here. */
    String first(List<String> keys) {
        return keys.stream()
                .map(open::get)
                .filter(ProviderConfig::hasValue)
                .map(node -> node.asText().strip())
                .findFirst()
                .orElse(null);
    }

    /** Whether one of these keys holds a secret. */
    boolean hasSecret(List<String> keys) {
        return keys.stream().anyMatch(secrets::containsKey);
    }

    /** Everything as text by path; lists of plain values are joined by commas. */
    Map<String, String> flat() {
        Map<String, String> flat = new LinkedHashMap<>(secrets);
        flatten(flat, open, "");
        return flat;
    }

    @Override
    public String toString() {
        return "ProviderConfig[" + open.size() + " keys, " + secrets.size() + " secrets]";
    }

    static boolean hasValue(JsonNode node) {
        return node != null
                && !node.isNull()
                && !(node.isTextual() && node.textValue().isBlank());
    }

    private void merge(ObjectNode target, JsonNode changes, String prefix) {
        changes.fields().forEachRemaining(change -> {
            String key = change.getKey();
            JsonNode value = change.getValue();
            if (ConfigKeys.isSecret(key)) {
                keepOrSet(prefix + key, value);
            } else if (!hasValue(value)) {
                target.remove(key);
                secrets.keySet().removeIf(path -> path.startsWith(prefix + key + "."));
            } else if (value.isObject()) {
                merge(
                        target.get(key) instanceof ObjectNode inner ? inner : target.putObject(key),
                        value,
                        prefix + key + ".");
            } else {
                target.set(
                        key,
                        value.isTextual()
                                ? JsonNodeFactory.instance.textNode(
                                        value.textValue().strip())
                                : value);
            }
        });
    }

    private void keepOrSet(String path, JsonNode value) {
        if (hasValue(value) && !value.asText().equals(MASK)) {
            secrets.put(path, value.asText());
        }
    }

    /** A new "host" must not lose against a stored "smtp_host". */
    private void dropOldSpellings(JsonNode changes) {
        ConfigKeys.SAME.forEach(
                same -> same.stream().filter(key -> isChanged(changes.get(key))).forEach(changed -> same.stream()
                        .filter(other -> !other.equals(changed) && !isChanged(changes.get(other)))
                        .forEach(this::drop)));
        boolean loginGone = ConfigKeys.USERNAME.stream().anyMatch(changes::has) && first(ConfigKeys.USERNAME) == null;
        if (loginGone) {
            ConfigKeys.PASSWORD.forEach(secrets::remove);
        }
    }

    private void drop(String key) {
        open.remove(key);
        secrets.remove(key);
    }

    private static boolean isChanged(JsonNode value) {
        return hasValue(value) && !value.asText().equals(MASK);
    }

    private static void mask(ObjectNode shown, String path) {
        ObjectNode at = shown;
        String rest = path;
        for (int dot = rest.indexOf('.'); dot > 0 && at.get(rest.substring(0, dot)) instanceof ObjectNode inner; ) {
            at = inner;
            rest = rest.substring(dot + 1);
            dot = rest.indexOf('.');
        }
        at.put(rest, MASK);
    }

    private static void flatten(Map<String, String> flat, JsonNode node, String prefix) {
        node.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flatten(flat, value, prefix + field.getKey() + ".");
            } else if (hasValue(value)) {
                flat.put(prefix + field.getKey(), value.isArray() ? joined(value) : value.asText());
            }
        });
    }

    static String joined(JsonNode list) {
        StringBuilder text = new StringBuilder();
        list.forEach(item ->
                text.append(text.isEmpty() ? "" : ",").append(item.isValueNode() ? item.asText() : item.toString()));
        return text.toString();
    }
}
