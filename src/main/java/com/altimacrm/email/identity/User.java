package com.altimacrm.email.identity;

import java.time.Instant;

/**
 * A person who may log in.
 *
 * @param tenantId null for an operator
 * @param tenantActive true for an operator
 * @param passwordHash in {@link PasswordHash}'s form; never leaves this package
 */
public record User(
        String userId,
        String tenantId,
        String tenantName,
        boolean tenantActive,
        String name,
        String email,
        String passwordHash,
        Role role,
        boolean active,
        Instant emailVerifiedAt,
        Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt) {
    /** Whether the user may do anything at all. */
    public boolean isWelcome() {
        return active && tenantActive;
    }

    @Override
    public String toString() {
        return "User[" + userId + ", " + role + "]";
    }
}
