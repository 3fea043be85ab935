package com.altimacrm.email.tenant;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.support.Accounts;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class ProvidersIT {
    private static final String PATH = "/api/email/providers";
    private static final String SECRET = "s3cret-of-the-server";

    @Inject
    Pool pool;

    @Inject
    Providers providers;

    @Inject
    Resealer resealer;

    @Inject
    SecretSeal seal;

    @Inject
    com.altimacrm.email.tenant.store.SecretRows secretRows;

    @Inject
    StoredJson json;

    @ConfigProperty(name = "altima.email.secrets.keys")
    String keys;

    String tenant;
    String admin;
    String id;

    @BeforeEach
    void aProvider() {
        tenant = Accounts.tenant();
        admin = Accounts.token(tenant, "admin");
        id = Accounts.provider(admin, Accounts.smtp());
    }

    @Test
    void noReplyShowsASecretAndTheirKeysKeepTheirNames() {
        for (String body : List.of(
                as(admin).get(PATH).asString(),
                as(admin).get(PATH + "/" + id).asString(),
                as(admin)
                        .body(Map.of("provider_name", "New"))
                        .put(PATH + "/" + id)
                        .asString(),
                as(admin)
                        .body(Map.of("provider_name", "Two", "config_json", Accounts.smtp()))
                        .post(PATH)
                        .asString())) {
            assertThat(body).contains("\"password\":\"********\"").contains("\"username\":\"mailer\"");
            assertThat(body).doesNotContain(SECRET).doesNotContain("v1:");
        }
    }

    @Test
    void listAndGetBringTheTenant() {
        as(admin).get(PATH).then().body("data[0].tenant.tenant_id", equalTo(tenant));
        as(admin)
                .get(PATH + "/" + id)
                .then()
                .body("data.tenant.tenant_id", equalTo(tenant))
                .body(
                        "data.created_at",
                        org.hamcrest.Matchers.matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
        as(admin).body(Map.of()).put(PATH + "/" + id).then().statusCode(200).body("data", not(hasKey("tenant")));
    }

    @Test
    void theDatabaseHoldsNoSecretInClear() {
        Row row = row();

        assertThat(row.getString("config_json")).doesNotContain(SECRET).doesNotContain("password");
        assertThat(row.getString("secrets")).contains("\"password\":\"v1:test:").doesNotContain(SECRET);
    }

    @Test
    void anUpdateKeepsTheSecretItDoesNotName() {
        as(admin)
                .body(Map.of("config_json", Map.of("host", "new.example.com", "password", "********")))
                .put(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("data.config_json.host", equalTo("new.example.com"))
                .body("data.config_json.username", equalTo("mailer"));

        Map<String, String> config =
                providers.account(tenant, id).await().indefinitely().config();
        assertThat(config).containsEntry("password", SECRET).containsEntry("host", "new.example.com");
        assertThat(row().getString("secrets")).contains("\"password\":\"v1:test:");
    }

    @Test
    void aChangeShowsAtOnceAndRaisesTheRevision() {
        ProviderInfo before = providers.info(tenant, id).await().indefinitely();

        as(admin)
                .body(Map.of("is_active", false, "config_json", Map.of("password", "changed-secret")))
                .put(PATH + "/" + id)
                .then()
                .statusCode(200);

        ProviderInfo after = providers.info(tenant, id).await().indefinitely();
        assertThat(before.active()).isTrue();
        assertThat(after.active()).isFalse();
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(after.account().config()).containsEntry("password", "changed-secret");
        assertThat(after.toString()).doesNotContain("changed-secret");
    }

    @Test
    void anotherTenantsProviderIsNotThereByAnyDoor() {
        String otherTenant = Accounts.tenant();
        String other = Accounts.token(otherTenant, "admin");

        as(other).get(PATH + "/" + id).then().statusCode(404).body("success", equalTo(false));
        as(other)
                .body(Map.of("provider_name", "Mine"))
                .put(PATH + "/" + id)
                .then()
                .statusCode(404);
        as(other).delete(PATH + "/" + id).then().statusCode(404);
        as(other).post(PATH + "/" + id + "/test").then().statusCode(404);
        as(other).get(PATH + "?tenant_id=" + tenant).then().statusCode(404);
        as(other).get(PATH).then().statusCode(200).body("data.provider_id", not(hasItem(id)));
        assertThatThrownBy(() -> providers.account(otherTenant, id).await().indefinitely())
                .isInstanceOf(NotFound.class);
        assertThat(row().getString("provider_name")).isEqualTo("Main");
    }

    @Test
    void aProviderCannotBeMovedOrMadeElsewhere() {
        String other = Accounts.tenant();

        as(admin)
                .body(Map.of("tenant_id", other))
                .put(PATH + "/" + id)
                .then()
                .statusCode(422)
                .body("errors.tenant_id[0]", notNullValue())
                .body("message", nullValue());
        as(Accounts.operator())
                .body(Map.of("tenant_id", other))
                .put(PATH + "/" + id)
                .then()
                .statusCode(422);
        as(admin)
                .body(Map.of("tenant_id", other, "provider_name", "X", "config_json", Accounts.smtp()))
                .post(PATH)
                .then()
                .statusCode(404);
        assertThat(row().getString("tenant_id")).isEqualTo(tenant);
    }

    @Test
    void aUserLooksButDoesNotTouch() {
        String user = Accounts.token(tenant, "user");

        as(user).get(PATH + "/" + id).then().statusCode(200);
        as(user).body(Map.of("provider_name", "X")).put(PATH + "/" + id).then().statusCode(403);
        as(user).delete(PATH + "/" + id).then().statusCode(403);
        as(user).body(Map.of()).post(PATH).then().statusCode(403);
    }

    @Test
    void theTenantsNameIsForOperatorsOnly() {
        as(admin)
                .body(Map.of("tenant_name", "X"))
                .post("/api/email/tenants")
                .then()
                .statusCode(403);
        as(admin)
                .body(Map.of("tenant_name", "X"))
                .put("/api/email/tenants/" + tenant)
                .then()
                .statusCode(403);
        assertThat(as(admin).get("/api/email/tenants").<List<String>>path("data.tenant_id"))
                .containsExactly(tenant);
        assertThat(as(Accounts.operator()).get("/api/email/tenants").<List<String>>path("data.tenant_id"))
                .contains(tenant)
                .hasSizeGreaterThan(1);
    }

    @Test
    void aDeletedProviderIsGoneForAllButItsRowStays() {
        as(admin)
                .delete(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data", nullValue());

        as(admin).get(PATH + "/" + id).then().statusCode(404);
        as(admin).get(PATH).then().body("data.provider_id", not(hasItem(id)));
        as(admin).delete(PATH + "/" + id).then().statusCode(404);
        assertThatThrownBy(() -> providers.info(tenant, id).await().indefinitely())
                .isInstanceOf(NotFound.class);
        assertThat(row().getLocalDateTime("deleted_at")).isNotNull();
    }

    @Test
    void bounceEmailIsClearedByNullAndByEmptyText() {
        for (String empty : new String[] {"null", "\"\""}) {
            as(admin)
                    .body("{\"bounce_email\":\"b@example.com\"}")
                    .put(PATH + "/" + id)
                    .then()
                    .body("data.bounce_email", equalTo("b@example.com"));

            as(admin)
                    .body("{\"bounce_email\":" + empty + "}")
                    .put(PATH + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("data.bounce_email", nullValue());
        }
    }

    @Test
    void faultsAreNamedByDottedKeysWithoutAMessage() {
        as(admin)
                .body(Map.of(
                        "config_json",
                        Map.of("port", 70000, "username", "u", "from_address", "nobody"),
                        "bounce_email",
                        "x"))
                .post(PATH)
                .then()
                .statusCode(422)
                .body("success", equalTo(false))
                .body("$", not(hasKey("message")))
                .body("errors", hasKey("provider_name"))
                .body("errors", hasKey("bounce_email"))
                .body("errors", hasKey("config_json.host"))
                .body("errors", hasKey("config_json.port"))
                .body("errors", hasKey("config_json.password"))
                .body("errors", hasKey("config_json.from_address"));
    }

    @Test
    void prefixedSpellingsAndUnknownKeysAreKept() {
        String prefixed = Accounts.provider(
                admin,
                Map.of(
                        "driver",
                        "smtp",
                        "smtp_host",
                        "a.example",
                        "smtp_port",
                        "25",
                        "from_address",
                        "a@example.com",
                        "our_own_key",
                        Map.of("deep", List.of(1, 2))));

        as(admin)
                .get(PATH + "/" + prefixed)
                .then()
                .body("data.config_json.smtp_port", equalTo("25"))
                .body("data.config_json.our_own_key.deep", equalTo(List.of(1, 2)));
    }

    @Test
    void secretsOfALostKeyAreLeftAsTheyAreAndSaidToBeUnavailable() {
        String old = "{\"password\":\"" + seal.seal(id, "password", SECRET).replace("v1:test:", "v1:gone:") + "\"}";
        pool.preparedQuery("update email_providers set secrets = ? where provider_id = ?")
                .execute(Tuple.of(old, id))
                .await()
                .indefinitely();

        resealer.reseal().await().indefinitely();

        // Nobody has the key "gone": the row is left as it is and the others are not held up.
        assertThat(row().getString("secrets")).isEqualTo(old);
        as(admin).post(PATH + "/" + id + "/test").then().statusCode(503).header("Retry-After", notNullValue());
    }

    @Test
    void aRotatedKeysSecretsAreSealedUnderTheNewOneAndSayTheSame() {
        String older = "older:" + java.util.Base64.getEncoder().encodeToString(new byte[32]);
        String old = new SecretSeal(java.util.Optional.of(older)).seal(id, "password", SECRET);
        pool.preparedQuery("update email_providers set secrets = ? where provider_id = ?")
                .execute(Tuple.of("{\"password\":\"" + old + "\"}", id))
                .await()
                .indefinitely();
        long revision = row().getLong("revision");

        new Resealer(secretRows, new SecretSeal(java.util.Optional.of(keys + "," + older)), json)
                .reseal()
                .await()
                .indefinitely();

        assertThat(row().getString("secrets")).contains("\"v1:test:");
        assertThat(row().getLong("revision")).isEqualTo(revision);
        assertThat(providers.account(tenant, id).await().indefinitely().config())
                .containsEntry("password", SECRET);
    }

    private Row row() {
        return pool.preparedQuery("select * from email_providers where provider_id = ?")
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .iterator()
                .next();
    }
}
