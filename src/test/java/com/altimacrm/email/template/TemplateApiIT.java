package com.altimacrm.email.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.support.Tokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class TemplateApiIT {
    private static final String PATH = "/api/email/templates";
    private final String tenant = UUID.randomUUID().toString();
    private String token;

    @Inject
    Templates templates;

    private static RequestSpecification as(String tenantId, String role) {
        String token = tenantId == null ? Tokens.operator() : Tokens.of(tenantId, role);
        return given().auth().oauth2(token).contentType("application/json");
    }

    private RequestSpecification user() {
        token = token == null ? Tokens.of(tenant, "user") : token;
        return given().auth().oauth2(token).contentType("application/json");
    }

    private static Map<String, Object> body(String id, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "template_id",
                id,
                "name",
                "Welcome",
                "subject",
                "Hi {{ first_name }}",
                "html_content",
                "<p>{{ x }}</p>"));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private ValidatableResponse create(Map<String, Object> body) {
        return user().body(body).post(PATH).then();
    }

    @Test
    void aCreatedTemplateHasItsDefaultsAndCanBeReadBack() {
        create(body("w"))
                .statusCode(201)
                .body("success", equalTo(true))
                .body("data.template_id", equalTo("w"))
                .body("data.variables", equalTo(Map.of("x", "X", "first_name", "First name")))
                .body("data.category", equalTo("system"))
                .body("data.language", equalTo("en"))
                .body("data.is_active", equalTo(true))
                .body("data.text_content", equalTo(null))
                .body("data.metadata.version", equalTo("1.0"))
                .body("data.metadata.created_by", equalTo("api"))
                .body("data.created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));

        var created = user().get(PATH).then().extract().path("data[0]");
        user().get(PATH + "/w").then().statusCode(200).body("data", equalTo(created));
    }

    @Test
    void anotherTenantDoesNotSeeItAndMayUseTheSameId() {
        String other = UUID.randomUUID().toString();
        create(body("w")).statusCode(201);

        as(other, "user").get(PATH + "/w").then().statusCode(404);
        as(other, "user").get(PATH + "?tenant_id=" + tenant).then().statusCode(404);
        as(other, "user").body(body("w")).post(PATH).then().statusCode(201);
    }

    @Test
    void theSameIdTwiceIsRefusedUnderItsKey() {
        create(body("w")).statusCode(201);

        create(body("w")).statusCode(422).body("errors", hasKey("template_id"));
    }

    @Test
    void partsThatDoNotCompileAreNamedEach() {
        create(body("w", "subject", "{{ system('id') }}", "html_content", "@php", "text_content", "@if(x)"))
                .statusCode(422)
                .body("errors.size()", equalTo(3))
                .body("errors", hasKey("subject"))
                .body("errors", hasKey("html_content"))
                .body("errors", hasKey("text_content"));
    }

    @Test
    void whatIsAbsentOrTooLongIsNamedEach() {
        create(Map.of("subject", "s".repeat(501), "language", "l".repeat(11), "shared", true))
                .statusCode(422)
                .body(
                        "errors.keySet()",
                        org.hamcrest.Matchers.containsInAnyOrder(
                                "template_id", "name", "subject", "language", "html_content", "shared"));
    }

    @Test
    void theListHidesASharedTemplateBehindTheTenantsOwn() {
        create(body("direct-email", "name", "Mine")).statusCode(201);

        user().get(PATH + "?category=system")
                .then()
                .statusCode(200)
                .body("data.findAll { it.template_id == 'direct-email' }.name", contains("Mine"));
        user().get(PATH + "/direct-email").then().body("data.name", equalTo("Mine"));
        as(UUID.randomUUID().toString(), "user")
                .get(PATH + "/direct-email")
                .then()
                .body("data.name", equalTo("Direct e-mail"));
    }

    @Test
    void theListIsFilteredAndPaged() {
        for (int i = 0; i < 5; i++) {
            create(body("w" + i, "category", "mine", "language", i == 0 ? "de" : "en", "is_active", i != 1))
                    .statusCode(201);
        }

        user().get(PATH + "?category=mine&per_page=2&page=2")
                .then()
                .body("data.template_id", contains("w2", "w1"))
                .body("pagination", equalTo(Map.of("current_page", 2, "last_page", 3, "per_page", 2, "total", 5)));
        user().get(PATH + "?category=mine&language=de").then().body("data.template_id", contains("w0"));
        user().get(PATH + "?category=mine&active=false").then().body("data.template_id", contains("w1"));
        user().get(PATH + "?category=mine&active=1&page=x").then().body("pagination.total", equalTo(4));
    }

    @Test
    void onlyAnOperatorSharesATemplate() {
        String id = "shared-" + UUID.randomUUID();

        as(null, "operator").body(body(id, "shared", true)).post(PATH).then().statusCode(201);

        user().get(PATH + "/" + id).then().statusCode(200);
        as(null, "operator").get(PATH).then().statusCode(422).body("errors", hasKey("tenant_id"));
    }

    @Test
    void nobodyComesInWithoutAToken() {
        given().get(PATH).then().statusCode(401);
    }

    @Test
    void aStoredTemplateIsRenderedFromAThreadWithoutContext() {
        create(body("w", "text_content", "{{ x }} ü 😀")).statusCode(201);

        var mail = templates
                .render(tenant, "w", null, Map.of("name", "Ann", "x", "<1>"))
                .await()
                .atMost(Duration.ofSeconds(5));

        assertThat(mail).isEqualTo(new RenderedMail("Hi Ann", "<p>&lt;1&gt;</p>", "<1> ü 😀"));
    }

    @Test
    void aLargeTemplateIsKeptAndRenderedWhole() {
        String large = "<p>{{ x }}</p>".repeat(20_000);
        create(body("large", "html_content", large)).statusCode(201);

        var mail = templates
                .render(tenant, "large", null, Map.of("name", "Ann", "x", 7))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(mail.html()).isEqualTo("<p>7</p>".repeat(20_000));
    }

    @Test
    void aThousandRendersAtOnceAllComeBack() {
        create(body("w")).statusCode(201);
        Map<String, Object> data = Map.of("name", "Ann", "x", List.of(1, 2).size());

        var all = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(i -> templates.render(tenant, "w", null, data).subscribeAsCompletionStage())
                .toList();

        assertThat(all).allSatisfy(mail -> assertThat(mail).succeedsWithin(Duration.ofSeconds(20)));
    }
}
