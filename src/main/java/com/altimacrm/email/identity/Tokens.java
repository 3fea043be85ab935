package com.altimacrm.email.identity;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/** Issues bearer tokens: JWT (RFC 7519), signed RS256. */
@Singleton
class Tokens {
    static final String TENANT = "tenant_id";
    private final TokenKeys keys;
    private final LoginConfig config;

    Tokens(TokenKeys keys, LoginConfig config) {
        this.keys = keys;
        this.config = config;
    }

    /** A token for this user; signing costs about a millisecond. */
    String issue(User user) {
        JwtClaimsBuilder claims = Jwt.issuer(config.issuer())
                .subject(user.userId())
                .upn(user.email())
                .groups(Set.of(user.role().wireName()))
                .expiresIn(lifetime());
        if (user.tenantId() != null) {
            claims.claim(TENANT, user.tenantId());
        }
        return claims.sign(keys.signing());
    }

    Duration lifetime() {
        return config.tokenLifetime();
    }
}
