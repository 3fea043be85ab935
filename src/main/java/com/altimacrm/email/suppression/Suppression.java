package com.altimacrm.email.suppression;

import java.time.Instant;

/**
 * One address on a tenant's list.
 *
 * @param address lower-cased
 * @param source what put it there: {@code api}, {@code webhook}, {@code inbound}
 * @param note words for people, or null
 * @param userId who added it
 * @param expiresAt when mail may go there again; null for never
 */
public record Suppression(
        String id,
        String tenantId,
        String address,
        SuppressionReason reason,
        String source,
        String note,
        String userId,
        Instant createdAt,
        Instant expiresAt) {

    /** Names no address: the log is no place for it. */
    @Override
    public String toString() {
        return "Suppression[" + id + ", " + reason + "]";
    }
}
