package com.altimacrm.email.input;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.HeaderText;
import com.altimacrm.email.message.InvalidMessage;
import com.altimacrm.email.problem.InvalidInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One object of a request, read field by field; faults are collected and thrown together by {@link #check()}.
 *
 * <p>Strings are trimmed and an empty string counts as absent. Getters answer null for what is absent or faulty, so
 * use the values only after {@link #check()}.
 */
public final class Input {
    private final JsonNode object;
    private final String prefix;
    private final Map<String, List<String>> errors;

    private Input(JsonNode object, String prefix, Map<String, List<String>> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /**
     * Reads a whole body.
     *
     * @param body the parsed body; null counts as an empty object
     * @throws InvalidInput when it is not a JSON object
     */
    public static Input of(JsonNode body) {
        if (body == null || body.isNull() || body.isMissingNode()) {
            return new Input(JsonNodeFactory.instance.objectNode(), "", new LinkedHashMap<>());
        }
        if (!body.isObject()) {
            throw new InvalidInput("body", "The body must be a JSON object.");
        }
        return new Input(body, "", new LinkedHashMap<>());
    }

    /** Reads a query string; of a parameter given more than once the last one counts. */
    public static Input ofQuery(Map<String, List<String>> parameters) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        parameters.forEach((name, values) -> {
            if (!values.isEmpty()) {
                object.put(name, values.get(values.size() - 1));
            }
        });
        return of(object);
    }

    /** Throws what was found wrong so far, if anything was. */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }

    /** Notes a fault of a field of this object. */
    public void fault(String field, String fault) {
        errors.computeIfAbsent(prefix + field, f -> new ArrayList<>()).add(fault);
    }

    /** Whether the field is present with a value (null, and an empty string, are none). */
    public boolean has(String field) {
        JsonNode node = object.get(field);
        return node != null
                && !node.isNull()
                && !(node.isTextual() && node.textValue().isBlank());
    }

    /** Whether the field is named at all, be it with null. */
    public boolean names(String field) {
        return object.has(field);
    }

    /** The field as it stands; null when absent. */
    public JsonNode raw(String field) {
        return has(field) ? object.get(field) : null;
    }

    /** An optional text of at most {@code max} characters; numbers and booleans are taken as their text. */
    public String text(String field, int max) {
        if (!has(field)) {
            return null;
        }
        JsonNode node = object.get(field);
        if (!node.isValueNode()) {
            fault(field, "Must be text.");
            return null;
        }
        String text = node.asText().strip();
        if (text.length() > max) {
            fault(field, "Has " + text.length() + " characters; at most " + max + " are allowed.");
            return null;
        }
        return text;
    }

    /** A text that must be there. */
    public String requiredText(String field, int max) {
        return present(field) ? text(field, max) : null;
    }

    /** An optional integer within bounds; digits in a string are taken too. */
    public Integer integer(String field, int min, int max) {
        if (!has(field)) {
            return null;
        }
        try {
            JsonNode node = object.get(field);
            if (!node.isTextual() && !node.isIntegralNumber()) {
                throw new NumberFormatException(node.toString());
            }
            long value = Long.parseLong(node.asText().strip());
            if (value < min || value > max) {
                fault(field, "Is " + value + "; must lie between " + min + " and " + max + ".");
                return null;
            }
            return (int) value;
        } catch (NumberFormatException notNumber) {
            fault(field, "Must be a whole number.");
            return null;
        }
    }

    /** An optional boolean: true, false, 1, 0, "1", "0", "true", "false". */
    public Boolean bool(String field) {
        if (!has(field)) {
            return null;
        }
        switch (object.get(field).asText().strip()) {
            case "true":
            case "1":
                return true;
            case "false":
            case "0":
                return false;
            default:
                fault(field, "Must be true or false.");
                return null;
        }
    }

    /** A moment that lies in the future, in any form clients write dates; null when it is missing or faulty. */
    public Instant futureMoment(String field) {
        String text = text(field, 64);
        if (text == null) {
            return null;
        }
        Instant at = WireDates.parse(text);
        if (at == null) {
            fault(field, "'" + HeaderText.visible(text) + "' is not a date; use the form 2026-03-04T09:15:00Z.");
        } else if (!at.isAfter(Instant.now())) {
            fault(field, "Must lie in the future.");
        }
        return at;
    }

    /** An optional value out of a closed list, compared without case; the answer is in lower case. */
    public String oneOf(String field, String... allowed) {
        String text = text(field, 64);
        if (text == null) {
            return null;
        }
        for (String value : allowed) {
            if (value.equalsIgnoreCase(text)) {
                return value;
            }
        }
        fault(field, "'" + text + "' is not known; use one of " + String.join(", ", allowed) + ".");
        return null;
    }

    /** An optional e-mail address given as text. */
    public EmailAddress email(String field) {
        String text = text(field, 320);
        return text == null ? null : email(field, text, null);
    }

    /** An address from its text and display name, a fault noted under {@code field}. */
    public EmailAddress email(String field, String address, String name) {
        try {
            return new EmailAddress(address, name);
        } catch (InvalidMessage invalid) {
            fault(field, invalid.getMessage());
            return null;
        }
    }

    /** An optional object, as a plain node; null when absent. */
    public JsonNode objectNode(String field) {
        if (!has(field)) {
            return null;
        }
        JsonNode node = object.get(field);
        // A PHP client sends an empty map as an empty list.
        if (node.isArray() && node.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!node.isObject()) {
            fault(field, "Must be an object.");
            return null;
        }
        return node;
    }

    /** An optional object as an input of its own, its faults reported under {@code field.}; null when absent. */
    public Input nested(String field) {
        JsonNode node = objectNode(field);
        return node == null ? null : new Input(node, prefix + field + ".", errors);
    }

    /**
     * An optional list, each item read by {@code read(item, dotted key)}; null items are dropped.
     *
     * @return the items; empty when absent
     */
    public <T> List<T> list(String field, BiFunction<JsonNode, String, T> read) {
        List<T> items = new ArrayList<>();
        if (!has(field)) {
            return items;
        }
        JsonNode node = object.get(field);
        if (!node.isArray()) {
            fault(field, "Must be a list.");
            return items;
        }
        for (int i = 0; i < node.size(); i++) {
            T item = read.apply(node.get(i), field + "." + i);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    /** An item of a list as an input of its own, faults reported under its dotted key; null when it is no object. */
    public Input item(JsonNode node, String key) {
        if (node == null || !node.isObject()) {
            fault(key, "Must be an object.");
            return null;
        }
        return new Input(node, prefix + key + ".", errors);
    }

    /** Whether a required field is there; notes the fault when it is not. */
    public boolean present(String field) {
        if (has(field)) {
            return true;
        }
        fault(field, "Is required.");
        return false;
    }
}
