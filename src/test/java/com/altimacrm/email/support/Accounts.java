package com.altimacrm.email.support;

import static io.restassured.RestAssured.given;

import com.altimacrm.email.local.LocalServersResource;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** Makes tenants, users and providers through the service's own doors. */
public final class Accounts {
    public static final String PASSWORD = "a long enough password";

    private static String operator;

    private Accounts() {}

    public static RequestSpecification as(String token) {
        return given().contentType(ContentType.JSON).header("Authorization", "Bearer " + token);
    }

    /** The token of one operator for all tests. */
    public static synchronized String operator() {
        operator = operator == null ? Tokens.operator() : operator;
        return operator;
    }

    /** The password of the first operator, who comes from the environment. */
    public static String operatorPassword() {
        return LocalServersResource.settings().get("OPERATOR_PASSWORD");
    }

    public static String login(String email, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", password))
                .post("/api/auth/login")
                .then()
                .statusCode(200)
                .extract()
                .path("data.token");
    }

    /** A new tenant's id. */
    public static String tenant() {
        return as(operator())
                .body(Map.of("tenant_name", "Tenant " + UUID.randomUUID()))
                .post("/api/email/tenants")
                .then()
                .statusCode(201)
                .extract()
                .path("data.tenant_id");
    }

    /** A new user's address; the password is {@link #PASSWORD}. */
    public static String user(String tenant, String role) {
        String email = "u" + UUID.randomUUID() + "@example.com";
        as(operator())
                .body(Map.of(
                        "tenant_id", tenant, "name", "Someone", "email", email, "password", PASSWORD, "role", role))
                .post("/api/auth/users")
                .then()
                .statusCode(201);
        return email;
    }

    /** The token of a new user of this tenant. */
    public static String token(String tenant, String role) {
        return Tokens.of(tenant, role);
    }

    /** A new provider's id. */
    public static String provider(String token, Map<String, Object> config) {
        return as(token)
                .body(Map.of("provider_name", "Main", "config_json", config))
                .post("/api/email/providers")
                .then()
                .statusCode(201)
                .extract()
                .path("data.provider_id");
    }

    public static Map<String, Object> smtp() {
        return Map.of(
                "host", "smtp.example.com",
                "port", 587,
                "username", "mailer",
                "password", "s3cret-of-the-server",
                "from_address", "crm@example.com",
                "from_name", "CRM");
    }
}
