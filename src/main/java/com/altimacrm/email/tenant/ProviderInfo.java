package com.altimacrm.email.tenant;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.transport.ProviderAccount;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A tenant's provider as senders see it, secrets opened inside {@code account}.
 *
 * @param providerId the provider's id
 * @param tenantId whose it is
 * @param name the tenant's own name for it
 * @param active whether mail may go through it
 * @param tenantActive whether the tenant may send at all
 * @param fromAddress author of mails that name none; null for an account that only receives
 * @param fromName display name for that author, or null
 * @param bounceEmail envelope sender for bounces, or null for the author's address
 * @param headerOverrides headers the tenant adds to every mail, policy not yet applied
 * @param allowedFrom further senders that may use it: addresses, domains, or {@code *}
 * @param messageIdDomain what stands after the at sign of a Message-ID
 * @param unconfirmedPolicy what to do when the line dropped after the body went out: {@code retry} or {@code hold}
 * @param revision grows with every change
 * @param account what the transport needs
 */
public record ProviderInfo(
        String providerId,
        String tenantId,
        String name,
        boolean active,
        boolean tenantActive,
        String fromAddress,
        String fromName,
        String bounceEmail,
        Map<String, String> headerOverrides,
        List<String> allowedFrom,
        String messageIdDomain,
        String unconfirmedPolicy,
        long revision,
        ProviderAccount account) {
    private static final String ANYONE = "*";
    private static final String HOLD = "hold";

    public ProviderInfo {
        headerOverrides = Map.copyOf(headerOverrides);
        allowedFrom = List.copyOf(allowedFrom);
    }

    /** Whether mail whose fate is unknown is held, rather than sent again. */
    public boolean holdsUnconfirmed() {
        return HOLD.equals(unconfirmedPolicy);
    }

    /** Whether a mail with this author may go through the provider: its domain, one below it, or one allowed. */
    public boolean mayUse(EmailAddress from) {
        return allowedFrom.stream().anyMatch(allowed -> covers(allowed, from));
    }

    private static boolean covers(String allowed, EmailAddress from) {
        if (allowed.equals(ANYONE)) {
            return true;
        }
        if (allowed.indexOf('@') > 0) {
            return allowed.equalsIgnoreCase(from.address());
        }
        String domain = allowed.startsWith("@") ? allowed.substring(1) : allowed;
        String wanted = domain.toLowerCase(Locale.ROOT);
        return from.domain().equals(wanted) || from.domain().endsWith("." + wanted);
    }
}
