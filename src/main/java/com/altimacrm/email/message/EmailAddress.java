package com.altimacrm.email.message;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mailbox address with an optional display name (RFC 5321 §4.1.2, RFC 5322 §3.4, RFC 6531 for other scripts).
 *
 * <p>The local part keeps its case, the domain is lower-cased and stored as A-labels. Quoted local parts and address
 * literals are refused: no CRM mailbox has one, and both are used to smuggle.
 *
 * @param address {@code local@domain}, at most 254 octets
 * @param name what the reader sees, or null; never holds CR, LF or NUL
 */
public record EmailAddress(String address, String name) {
    private static final int MAX_ADDRESS = 254;
    private static final int MAX_LOCAL = 64;
    private static final Pattern LOCAL =
            Pattern.compile("[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public EmailAddress {
        address = normalised(address);
        name = name == null || name.isBlank() ? null : HeaderText.checked("name", name.strip());
    }

    /** An address without a display name. */
    public static EmailAddress of(String address) {
        return new EmailAddress(address, null);
    }

    /** The part after the at sign, lower-case, as A-labels. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** The part before the at sign, its case kept. */
    public String localPart() {
        return address.substring(0, address.lastIndexOf('@'));
    }

    /** Whether the address itself needs SMTPUTF8 (RFC 6531); the domain never does, it is stored as A-labels. */
    public boolean needsSmtpUtf8() {
        return !address.chars().allMatch(c -> c < 128);
    }

    private static String normalised(String raw) {
        if (raw == null || raw.isBlank()) {
            throw new InvalidMessage("email", "An e-mail address is needed.");
        }
        String text = raw.strip();
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw invalid(text);
        }
        String local = text.substring(0, at);
        String domain = asciiDomain(text, text.substring(at + 1));
        if (local.length() > MAX_LOCAL
                || !LOCAL.matcher(local).matches()
                || !DOMAIN.matcher(domain).matches()) {
            throw invalid(text);
        }
        if (local.length() + 1 + domain.length() > MAX_ADDRESS) {
            throw invalid(text);
        }
        return local + "@" + domain;
    }

    private static String asciiDomain(String whole, String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notADomain) {
            throw invalid(whole);
        }
    }

    private static InvalidMessage invalid(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new InvalidMessage(
                "email",
                "'" + HeaderText.visible(shown) + "' is not an e-mail address; use the form name@example.com.");
    }
}
