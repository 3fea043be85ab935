package com.altimacrm.email.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderConfigTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ProviderConfig stored = ProviderConfig.empty()
            .merged(json(
                    "{'smtp_host':'a.example','smtp_username':'u','smtp_password':'p','extra':[1,2],'dkim':{'selector':'s',"
                            + "'private_key':'k'}}"));

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'smtp_password':null}", "{'smtp_password':''}", "{'smtp_password':'********'}"})
    void aSecretMissingNullEmptyOrMaskedStays(String change) {
        ProviderConfig merged = stored.merged(json(change));

        assertThat(merged.secrets()).containsEntry("smtp_password", "p").containsEntry("dkim.private_key", "k");
    }

    @Test
    void nullRemovesAKeyThatIsNoSecret() {
        assertThat(stored.merged(json("{'extra':null}")).open().has("extra")).isFalse();
    }

    @Test
    void secretsAreMaskedAtEveryDepthAndAppearNowhereInClear() {
        assertThat(stored.masked())
                .isEqualTo(json("{'smtp_host':'a.example','smtp_username':'u','extra':[1,2],"
                        + "'dkim':{'selector':'s','private_key':'********'},'smtp_password':'********'}"));
        assertThat(stored.open().toString()).doesNotContain("\"p\"").doesNotContain("\"k\"");
    }

    @Test
    void whatAReplyShowedCanBeSentBackUnchanged() {
        assertThat(stored.merged(stored.masked()).flat()).isEqualTo(stored.flat());
    }

    @Test
    void aNewSpellingReplacesTheOldOne() {
        ProviderConfig merged = stored.merged(json("{'host':'b.example','password':'q'}"));

        assertThat(merged.first(ConfigKeys.HOST)).isEqualTo("b.example");
        assertThat(merged.secrets()).containsEntry("password", "q").doesNotContainKey("smtp_password");
    }

    @Test
    void aLoginThatIsRemovedTakesItsPasswordAlong() {
        assertThat(stored.merged(json("{'smtp_username':null}")).secrets()).doesNotContainKey("smtp_password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "smtp_password",
                "api_token",
                "server_token",
                "secret_access_key",
                "aws_secret_key",
                "private_key",
                "apiKey",
                "clientSecret",
                "aws_access_key"
            })
    void secretsAreKnownByTheirName(String key) {
        assertThat(ConfigKeys.isSecret(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "username", "access_key_id", "region", "from_address", "configuration_set"})
    void theRestIsShown(String key) {
        assertThat(ConfigKeys.isSecret(key)).isFalse();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
