package com.altimacrm.email.outbox;

import java.util.List;

/**
 * Which mails of one tenant a list shows; null fields filter nothing.
 *
 * @param status a status as stored, or {@code delivered} for mails reported as delivered
 * @param search part of the subject or the sender, or the whole address of a recipient
 * @param fromEmail part of the sender's address
 * @param toEmail the whole address of a recipient
 * @param subject part of the subject
 * @param providerIds any of these providers; null for all, empty for none
 * @param period when it was sent
 */
public record MailFilter(
        String tenantId,
        String status,
        String search,
        String fromEmail,
        String toEmail,
        String subject,
        List<String> providerIds,
        String userId,
        MailPeriod period) {
    /** The filter word that asks for a time instead of a status. */
    public static final String DELIVERED = "delivered";

    /** The same filter, limited to these providers. */
    public MailFilter withProviders(List<String> ids) {
        return new MailFilter(tenantId, status, search, fromEmail, toEmail, subject, ids, userId, period);
    }

    /** The status column's value to look for; null when the status is not filtered. */
    public String storedStatus() {
        return DELIVERED.equals(status) ? null : status;
    }

    /** Whether nothing but tenant and stored status is filtered. */
    public boolean isPlain() {
        return !DELIVERED.equals(status)
                && search == null
                && fromEmail == null
                && toEmail == null
                && subject == null
                && providerIds == null
                && userId == null
                && !period.isLimited();
    }

    /** Whether nothing but tenant and recipient is filtered. */
    public boolean isByRecipient() {
        return toEmail != null
                && status == null
                && new MailFilter(tenantId, null, search, fromEmail, null, subject, providerIds, userId, period)
                        .isPlain();
    }

    /** Whether nothing but tenant and time is filtered. */
    public boolean isByTime() {
        return period.isLimited()
                && status == null
                && new MailFilter(
                                tenantId,
                                null,
                                search,
                                fromEmail,
                                toEmail,
                                subject,
                                providerIds,
                                userId,
                                new MailPeriod(null, null))
                        .isPlain();
    }
}
