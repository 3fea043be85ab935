package com.altimacrm.email.support;

import com.altimacrm.email.local.LocalServersResource;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;

/** Tokens signed with the service's own key, for users whose rows are written here; a real login costs two hashes. */
public final class Tokens {
    private Tokens() {}

    /** The token of a new user of this tenant, which is made when it is not there. */
    public static String of(String tenantId, String role) {
        Database.run(
                "insert ignore into tenants (tenant_id, tenant_name, created_at, updated_at)"
                        + " values (?, ?, utc_timestamp(6), utc_timestamp(6))",
                tenantId,
                "Tenant " + tenantId);
        return sign(user(tenantId, role), tenantId, role);
    }

    /** The token of a new operator. */
    public static String operator() {
        return sign(user(null, "operator"), null, "operator");
    }

    private static String user(String tenantId, String role) {
        String id = UUID.randomUUID().toString();
        Database.run(
                "insert into users (user_id, tenant_id, name, email, password_hash, role, created_at, updated_at)"
                        + " values (?, ?, 'Someone', ?, '!', ?, utc_timestamp(6), utc_timestamp(6))",
                id,
                tenantId,
                id + "@example.com",
                role);
        return id;
    }

    private static String sign(String userId, String tenantId, String role) {
        JwtClaimsBuilder claims = Jwt.issuer("altimacrm-email")
                .subject(userId)
                .upn(userId + "@example.com")
                .groups(role)
                .expiresIn(3600);
        return (tenantId == null ? claims : claims.claim("tenant_id", tenantId)).sign(key());
    }

    private static PrivateKey key() {
        String pem = LocalServersResource.settings().get("JWT_PRIVATE_KEY").replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
