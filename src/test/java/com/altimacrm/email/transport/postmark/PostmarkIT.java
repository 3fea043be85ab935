package com.altimacrm.email.transport.postmark;

import static com.altimacrm.email.support.Accounts.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.altimacrm.email.local.LocalServersResource;
import com.altimacrm.email.local.MailSink;
import com.altimacrm.email.support.Accounts;
import com.altimacrm.email.support.Crm;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tenant whose mail goes through Postmark. */
@QuarkusTest
@WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)
class PostmarkIT {
    private static final String TOKEN = "a-token-of-a-server";

    @Test
    void aMailWithAFileGoesThroughAndTheTokenIsNeverShown() {
        try (MailSink sink = MailSink.keeping();
                PostmarkServer postmark = new PostmarkServer()) {
            Crm crm = Crm.sendingTo(sink);
            String provider = Accounts.provider(
                    crm.token(),
                    Map.of(
                            "driver",
                            "postmark",
                            "server_token",
                            TOKEN,
                            "endpoint",
                            postmark.endpoint(),
                            "from_address",
                            crm.from()));

            String id = crm.accepted(crm.mail(
                    "provider_id",
                    provider,
                    "attachments",
                    List.of(Map.of("filename", "a.txt", "content", "SGVsbG8=", "mime_type", "text/plain"))));

            assertThat(crm.await(id, "sent").getString("provider_message_id")).isEqualTo(PostmarkServer.ID);
            assertThat(crm.timeline(id).getList("type")).contains("sent");
            PostmarkServer.Asked asked = postmark.asked().get(0);
            assertThat(asked.token()).isEqualTo(TOKEN);
            assertThat(asked.body().getString("To")).isEqualTo("ada@kite.test");
            assertThat(asked.body().getJsonArray("Attachments").getJsonObject(0).getString("Content"))
                    .isEqualTo("SGVsbG8=");
            String shown =
                    as(crm.token()).get("/api/email/providers/" + provider).asString();
            assertThat(shown).contains("\"server_token\":\"********\"").doesNotContain(TOKEN);
        }
    }

    @Test
    void aProviderWithoutTokenOrWithAnUnknownDriverIsRefused() {
        String admin = Accounts.token(Accounts.tenant(), "admin");

        as(admin)
                .body(Map.of(
                        "provider_name",
                        "P",
                        "config_json",
                        Map.of("driver", "postmark", "from_address", "a@example.com")))
                .post("/api/email/providers")
                .then()
                .statusCode(422)
                .body("errors.size()", equalTo(1))
                .body("errors.'config_json.api_token'[0]", containsString("required"));
        as(admin)
                .body(Map.of("provider_name", "P", "config_json", Map.of("driver", "pigeon")))
                .post("/api/email/providers")
                .then()
                .statusCode(422)
                .body("errors.'config_json.driver'[0]", containsString("smtp, postmark, imap, pop3"));
    }
}
