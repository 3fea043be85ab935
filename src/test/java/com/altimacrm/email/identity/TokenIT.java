package com.altimacrm.email.identity;

import static com.altimacrm.email.support.Accounts.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.support.Accounts;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class TokenIT {
    @Inject
    TokenKeys keys;

    String tenant;
    String userId;

    @BeforeEach
    void someone() {
        tenant = Accounts.tenant();
        userId = as(Accounts.token(tenant, "user")).get("/api/auth/me").path("user_id");
    }

    @Test
    void aTokenOfOursIsTaken() {
        as(claims("user").sign(keys.signing())).get("/api/auth/me").then().statusCode(200);
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        given().get("/api/auth/me")
                .then()
                .statusCode(401)
                .body("success", equalTo(false))
                .body("error", notNullValue());
        given().get("/api/email/providers").then().statusCode(401);
        given().delete("/api/email/providers/x").then().statusCode(401);
    }

    @Test
    void aTokenSignedByAnotherKeyIsRefused() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);

        refused(claims("user").sign(generator.generateKeyPair().getPrivate()));
    }

    @Test
    void anExpiredTokenIsRefused() {
        refused(claims("user")
                .issuedAt(Instant.now().minusSeconds(7200))
                .expiresAt(Instant.now().minusSeconds(60))
                .sign(keys.signing()));
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        refused(claims("user").issuer("someone-else").sign(keys.signing()));
    }

    @Test
    void anUnsignedTokenIsRefused() {
        refused(base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + payload() + ".");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsSecretIsRefused() {
        refused(claims("user")
                .jws()
                .algorithm(io.smallrye.jwt.algorithm.SignatureAlgorithm.HS256)
                .sign(new javax.crypto.spec.SecretKeySpec(keys.checking().getEncoded(), "HmacSHA256")));
    }

    @Test
    void aTokenWithAnotherRoleOrTenantThanTheUserHasIsRefused() {
        refused(claims("operator").sign(keys.signing()));
        refused(claims("user").claim("tenant_id", Accounts.tenant()).sign(keys.signing()));
    }

    @Test
    void garbageIsRefused() {
        refused("garbage");
    }

    private static void refused(String token) {
        as(token).get("/api/auth/me").then().statusCode(401).body("success", equalTo(false));
    }

    private JwtClaimsBuilder claims(String role) {
        return Jwt.issuer("altimacrm-email")
                .subject(userId)
                .upn("x@example.com")
                .groups(Set.of(role))
                .claim("tenant_id", tenant)
                .expiresIn(600);
    }

    private String payload() {
        long exp = Instant.now().getEpochSecond() + 600;
        return base64("{\"iss\":\"altimacrm-email\",\"sub\":\"" + userId + "\",\"upn\":\"x\",\"groups\":[\"user\"],"
                + "\"tenant_id\":\"" + tenant + "\",\"iat\":" + (exp - 700) + ",\"exp\":" + exp + "}");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
