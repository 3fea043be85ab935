package com.altimacrm.email.platform;

import static com.altimacrm.email.support.Accounts.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.support.Accounts;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class ProblemAnswersIT {
    @Test
    void theOpenAddressesNeedNoToken() {
        given().get("/api")
                .then()
                .statusCode(200)
                .body("endpoints.size()", equalTo(8))
                .body("version", notNullValue());
        given().get("/api/health")
                .then()
                .statusCode(200)
                .body("timestamp", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
        given().get("/up").then().statusCode(200).contentType(ContentType.HTML);
    }

    @Test
    void unreadableJsonIs422WhateverIsWrongWithIt() {
        for (String body : new String[] {"{", "[1]", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "{} {}", "[".repeat(200)}) {
            given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/auth/login")
                    .then()
                    .statusCode(422)
                    .body("success", equalTo(false))
                    .body("errors.body[0]", notNullValue());
        }
    }

    @Test
    void anEmptyBodyNamesWhatIsMissing() {
        given().contentType(ContentType.JSON)
                .body("")
                .post("/api/auth/login")
                .then()
                .statusCode(422)
                .body("errors.email[0]", notNullValue())
                .body("errors.password[0]", notNullValue());
    }

    @Test
    void unknownAddressesAndMethodsAnswerJsonWhateverIsAccepted() {
        given().accept("text/html")
                .get("/api/nothing/here")
                .then()
                .statusCode(404)
                .contentType(ContentType.JSON)
                .body("success", equalTo(false));
        as(Accounts.operator())
                .accept("text/html")
                .delete("/api/auth/login")
                .then()
                .statusCode(405)
                .contentType(ContentType.JSON)
                .body("success", equalTo(false));
        given().accept("text/html").get("/api/auth/me").then().statusCode(401).contentType(ContentType.JSON);
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws IOException {
        try (Socket client = new Socket("localhost", RestAssured.port)) {
            client.setSoTimeout(10_000);
            String head = "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 99999999999\r\n\r\n";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"success\":false");
        }
    }

    @Test
    void everyApiAnswerForbidsSniffingAndNobodyElsesOriginIsLetIn() {
        given().header("Origin", "https://evil.example")
                .get("/api/health")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", containsString("no-store"))
                .header("Access-Control-Allow-Origin", org.hamcrest.Matchers.nullValue());
    }

    @Test
    void anotherContentTypeIs415InJson() {
        given().contentType("text/plain")
                .body("x")
                .post("/api/auth/login")
                .then()
                .statusCode(not(500))
                .contentType(ContentType.JSON)
                .body("success", equalTo(false));
    }
}
