package com.altimacrm.email.identity.rest;

import com.altimacrm.email.identity.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A user on the wire; {@code id} and {@code user_id} are the same. */
@RegisterForReflection
record UserView(
        String id,
        String userId,
        String tenantId,
        String name,
        String email,
        Instant emailVerifiedAt,
        String role,
        boolean isActive,
        Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        TenantName tenant) {

    /** The tenant beside a user. */
    @RegisterForReflection
    record TenantName(String tenantId, String tenantName) {}

    static UserView of(User user) {
        return new UserView(
                user.userId(),
                user.userId(),
                user.tenantId(),
                user.name(),
                user.email(),
                user.emailVerifiedAt(),
                user.role().wireName(),
                user.active(),
                user.lastLoginAt(),
                user.createdAt(),
                user.updatedAt(),
                user.tenantId() == null ? null : new TenantName(user.tenantId(), user.tenantName()));
    }
}
