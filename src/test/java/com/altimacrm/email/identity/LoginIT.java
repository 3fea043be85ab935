package com.altimacrm.email.identity;

import static com.altimacrm.email.support.Accounts.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.support.Accounts;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class LoginIT {
    @Inject
    SharedTries shared;

    @Test
    void theFirstOperatorComesFromTheEnvironmentAndBelongsToNoTenant() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", "OPERATOR@altima.test ", "password", Accounts.operatorPassword()))
                .post("/api/auth/login")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.user.role", equalTo("operator"))
                .body("data.user.tenant", nullValue())
                .body("data.token", notNullValue())
                .body("data.token_type", equalTo("Bearer"))
                .body("data.expires_in", equalTo(8 * 3600))
                .body("data.user.password_hash", nullValue());
    }

    @Test
    void meAnswersFlatAndUnderData() {
        String tenant = Accounts.tenant();
        String email = Accounts.user(tenant, "admin");
        String token = Accounts.login(email, Accounts.PASSWORD);

        as(token)
                .get("/api/auth/me")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("email", equalTo(email))
                .body("data.email", equalTo(email))
                .body(
                        "data.id",
                        equalTo(given().header("Authorization", "Bearer " + token)
                                .get("/api/auth/me")
                                .path("user_id")))
                .body("tenant.tenant_id", equalTo(tenant))
                .body("data.tenant.tenant_id", equalTo(tenant))
                .body("last_login_at", notNullValue());
    }

    @Test
    void anUnknownAccountAndAWrongPasswordAnswerTheSame() {
        String email = Accounts.user(Accounts.tenant(), "user");

        Response wrong = tryLogin(email, "not the password");
        Response unknown = tryLogin("nobody" + UUID.randomUUID() + "@example.com", "not the password");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.asString()).isEqualTo(wrong.asString());
        assertThat(wrong.path("success").equals(false)).isTrue();
    }

    @Test
    void afterFiveFailuresEvenTheRightPasswordMustWait() {
        String email = Accounts.user(Accounts.tenant(), "user");

        for (int i = 0; i < 5; i++) {
            assertThat(tryLogin(email, "wrong password " + i).statusCode()).isEqualTo(401);
        }
        Response refused = tryLogin(email, Accounts.PASSWORD);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 30);
    }

    @Test
    void redisCountsLikeTheReplicaDoes() {
        String key = "test:" + UUID.randomUUID();

        for (int i = 0; i < 5; i++) {
            assertThat(shared.book(key, 5).await().indefinitely()).isZero();
        }
        assertThat(shared.book(key, 5).await().indefinitely())
                .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        shared.release(key).await().indefinitely();
        assertThat(shared.book(key, 5).await().indefinitely()).isZero();
        assertThat(shared.book(key, 5).await().indefinitely()).isPositive();
        shared.forget(key).await().indefinitely();
        assertThat(shared.book(key, 5).await().indefinitely()).isZero();
    }

    @Test
    void aDeactivatedUsersTokenAndLoginAreRefused() {
        String tenant = Accounts.tenant();
        String email = Accounts.user(tenant, "user");
        String token = Accounts.login(email, Accounts.PASSWORD);
        String id = as(token).get("/api/auth/me").path("user_id");

        as(Accounts.token(tenant, "admin"))
                .body(Map.of("is_active", false))
                .put("/api/auth/users/" + id)
                .then()
                .statusCode(200)
                .body("data.is_active", equalTo(false));

        assertThat(as(token).get("/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(tryLogin(email, Accounts.PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void aSuspendedTenantsTokensLapse() {
        String tenant = Accounts.tenant();
        String token = Accounts.token(tenant, "user");
        as(token).get("/api/email/tenants").then().statusCode(200);

        as(Accounts.operator())
                .body(Map.of("status", "inactive"))
                .put("/api/email/tenants/" + tenant)
                .then()
                .statusCode(200);

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        as(token).get("/api/email/tenants").statusCode())
                .isEqualTo(401));
    }

    @Test
    void aNewPasswordReplacesTheOldOne() {
        String tenant = Accounts.tenant();
        String email = Accounts.user(tenant, "user");
        String id =
                as(Accounts.login(email, Accounts.PASSWORD)).get("/api/auth/me").path("user_id");

        as(Accounts.token(tenant, "admin"))
                .body(Map.of("password", " another long one "))
                .put("/api/auth/users/" + id)
                .then()
                .statusCode(200);

        assertThat(tryLogin(email, Accounts.PASSWORD).statusCode()).isEqualTo(401);
        assertThat(tryLogin(email, " another long one ").statusCode()).isEqualTo(200);
    }

    @Test
    void anAdminKeepsToTheirOwnTenantAndMakesNoOperator() {
        String mine = Accounts.tenant();
        String other = Accounts.tenant();
        String admin = Accounts.token(mine, "admin");
        String stranger = as(Accounts.token(other, "user")).get("/api/auth/me").path("user_id");
        Map<String, Object> body =
                Map.of("name", "X", "email", "x" + UUID.randomUUID() + "@example.com", "password", Accounts.PASSWORD);

        as(admin)
                .body(with(body, "tenant_id", other))
                .post("/api/auth/users")
                .then()
                .statusCode(404);
        as(admin)
                .body(with(body, "role", "operator"))
                .post("/api/auth/users")
                .then()
                .statusCode(422);
        as(admin)
                .body(Map.of("name", "Y"))
                .put("/api/auth/users/" + stranger)
                .then()
                .statusCode(404);
        as(admin).get("/api/auth/users?tenant_id=" + other).then().statusCode(404);
        assertThat(Set.copyOf(as(admin).get("/api/auth/users").<java.util.List<String>>path("data.tenant_id")))
                .containsExactly(mine);
    }

    @Test
    void aUserMayNotSeeOrMakeUsers() {
        String user = Accounts.token(Accounts.tenant(), "user");

        as(user).get("/api/auth/users").then().statusCode(403).body("success", equalTo(false));
        as(user).body(Map.of()).post("/api/auth/users").then().statusCode(403);
    }

    @Test
    void anAddressIsTakenOnceWhateverItsCase() {
        String tenant = Accounts.tenant();
        String email = Accounts.user(tenant, "user");

        as(Accounts.token(tenant, "admin"))
                .body(Map.of(
                        "name", "X", "email", email.toUpperCase(java.util.Locale.ROOT), "password", Accounts.PASSWORD))
                .post("/api/auth/users")
                .then()
                .statusCode(422)
                .body("errors.email[0]", notNullValue());
    }

    private static Response tryLogin(String email, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", password))
                .post("/api/auth/login");
    }

    private static Map<String, Object> with(Map<String, Object> body, String key, String value) {
        Map<String, Object> more = new java.util.HashMap<>(body);
        more.put(key, value);
        return more;
    }
}
