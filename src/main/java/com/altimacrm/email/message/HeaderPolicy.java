package com.altimacrm.email.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which extra headers a mail may carry: the structure of a mail is ours, whatever tells of our inside is removed, and
 * every name and value is fit for the wire.
 */
public final class HeaderPolicy {
    /** Headers that a mail has once and that only we write. */
    private static final Set<String> OURS = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "reply-to",
            "mime-version",
            "received",
            "return-path",
            "delivered-to",
            "dkim-signature",
            "domainkey-signature",
            "authentication-results",
            "received-spf",
            "errors-to",
            "apparently-to",
            "envelope-to");

    private static final Set<String> REMOVED = Set.of(
            "x-mailer",
            "x-php-script",
            "x-php-originating-script",
            "x-generated-by",
            "x-powered-by",
            "x-originating-ip",
            "x-originating-host",
            "x-sender-ip",
            "x-source-ip",
            "user-agent");

    private static final String ENTITY_REF = "X-Entity-Ref-ID";
    private static final int MAX_NAME = 76;
    private static final int MAX_VALUE = 8000;
    private static final int MAX_WORD = 900;

    private HeaderPolicy() {}

    /**
     * The extra headers to send. A message's own header wins over the provider's of the same name, in any case; what
     * tells of our inside (X-Mailer, X-Originating-IP, X-Altima…) is left out.
     *
     * @param providerOverrides the provider's stored headers; faulty or structural ones are left out silently, since
     *     whoever sends the mail cannot mend them
     * @param messageHeaders the message's own headers
     * @param outboxId value of X-Entity-Ref-ID when neither brings one
     * @return an unmodifiable map in the order to write, each name once
     * @throws InvalidMessage naming {@code headers.<Name>}, when a message header is structural or malformed
     */
    public static Map<String, String> apply(
            Map<String, String> providerOverrides, Map<String, String> messageHeaders, String outboxId) {
        Map<String, Map.Entry<String, String>> chosen = new LinkedHashMap<>();
        providerOverrides.forEach((name, value) -> {
            if (faultOf(name, value) == null) {
                chosen.put(lower(name), Map.entry(name, value.strip()));
            }
        });
        messageHeaders.forEach((name, value) -> chosen.put(lower(name), checked(name, value)));
        chosen.keySet().removeIf(HeaderPolicy::tellsOfOurInside);
        chosen.putIfAbsent(lower(ENTITY_REF), Map.entry(ENTITY_REF, outboxId));
        Map<String, String> headers = new LinkedHashMap<>();
        chosen.values().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return Collections.unmodifiableMap(headers);
    }

    /**
     * What is wrong with an extra header, or null when it may be sent. A header that would be left out is not at fault.
     */
    public static String faultOf(String name, String value) {
        if (name == null || !wellFormed(name)) {
            return "'" + HeaderText.visible(name == null ? "" : name)
                    + "' is not a header name; use letters, digits and hyphens, at most " + MAX_NAME + ".";
        }
        if (isOurs(name)) {
            return "The header '" + name
                    + "' is written by the service; leave it out, or use the field of the message.";
        }
        return value == null ? "The header '" + name + "' needs a value." : faultOfValue(name, value);
    }

    /** The name itself, if it may stand among the extra headers; the last guard before the wire. */
    static String checkedName(String name) {
        if (!wellFormed(name) || isOurs(name)) {
            throw new InvalidMessage("headers." + HeaderText.visible(name), "This header may not be set by a message.");
        }
        return name;
    }

    private static Map.Entry<String, String> checked(String name, String value) {
        String fault = faultOf(name, value);
        if (fault != null) {
            throw new InvalidMessage("headers." + HeaderText.visible(name == null ? "" : name), fault);
        }
        return Map.entry(name, value.strip());
    }

    private static String faultOfValue(String name, String value) {
        boolean structured = isStructured(name);
        int run = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 127) {
                return "Line breaks and control characters are not allowed in the header '" + name + "'; remove them.";
            }
            if (structured && c > '~') {
                return "The header '" + name + "' takes ASCII only.";
            }
            run = c == ' ' ? 0 : run + 1;
            if (structured && run > MAX_WORD) {
                return "The header '" + name + "' holds a word of more than " + MAX_WORD + " characters; shorten it.";
            }
        }
        return value.length() > MAX_VALUE
                ? "The header '" + name + "' is longer than " + MAX_VALUE + "; shorten it."
                : null;
    }

    /** Headers whose grammar has no room for encoded-words. */
    private static boolean isStructured(String name) {
        String lower = lower(name);
        return lower.startsWith("list-")
                || lower.equals("references")
                || lower.equals("in-reply-to")
                || lower.equals("auto-submitted")
                || lower.equals("precedence");
    }

    private static boolean isOurs(String name) {
        String lower = lower(name);
        return OURS.contains(lower)
                || lower.startsWith("content-")
                || lower.startsWith("resent-")
                || lower.startsWith("arc-")
                || lower.startsWith("x-received");
    }

    private static boolean tellsOfOurInside(String lower) {
        return REMOVED.contains(lower) || lower.startsWith("x-altima");
    }

    /** RFC 5322 §3.6.8: printable ASCII but no colon. */
    private static boolean wellFormed(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().allMatch(c -> c > ' ' && c <= '~' && c != ':');
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
