package com.altimacrm.email.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers a caller may add, and which never leave. */
class HeaderPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "to",
                "CC",
                "Bcc",
                "Date",
                "Message-ID",
                "MIME-Version",
                "Content-Type",
                "content-anything",
                "Received",
                "Return-Path",
                "Sender",
                "Subject",
                "Reply-To",
                "DKIM-Signature",
                "Resent-To",
                "ARC-Seal"
            })
    void structuralHeaderOfAMessageIsRefusedByNameAndThatOfAProviderLeftOut(String name) {
        assertThatThrownBy(() -> HeaderPolicy.apply(Map.of(), Map.of(name, "x"), "id"))
                .isInstanceOfSatisfying(
                        InvalidMessage.class, e -> assertThat(e.field()).isEqualTo("headers." + name));
        assertThat(HeaderPolicy.apply(Map.of(name, "x"), Map.of(), "id")).containsOnlyKeys("X-Entity-Ref-ID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Mailer",
                "x-php-script",
                "X-Generated-By",
                "User-Agent",
                "X-Originating-IP",
                "X-Altima-Build",
                "x-altima"
            })
    void whatTellsOfOurInsideIsRemovedFromBoth(String name) {
        assertThat(HeaderPolicy.apply(Map.of(name, "x"), Map.of(name, "y"), "id"))
                .containsOnlyKeys("X-Entity-Ref-ID");
    }

    @Test
    void messageWinsOverProviderInAnyCase() {
        Map<String, String> headers =
                HeaderPolicy.apply(Map.of("x-campaign", "provider"), Map.of("X-Campaign", " message "), "id");

        assertThat(headers).containsEntry("X-Campaign", "message").hasSize(2);
    }

    @Test
    void ownReferenceIsKeptAndOtherwiseTheOutboxIdIsUsed() {
        assertThat(HeaderPolicy.apply(Map.of(), Map.of(), "id-7")).containsEntry("X-Entity-Ref-ID", "id-7");
        assertThat(HeaderPolicy.apply(Map.of(), Map.of("x-entity-ref-id", "own"), "id-7"))
                .containsOnly(Map.entry("x-entity-ref-id", "own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Note", "X-Nöte", "X:Note", "X-Note\r\nBcc", "X-Note\u0000"})
    void malformedNameIsRefused(String name) {
        assertThatThrownBy(() -> HeaderPolicy.apply(Map.of(), Map.of(name, "x"), "id"))
                .isInstanceOf(InvalidMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x", "a\nb", "a\u0000", "a\u0007"})
    void valueThatWouldStartAnotherHeaderIsRefusedAndNeverMended(String value) {
        assertThatThrownBy(() -> HeaderPolicy.apply(Map.of(), Map.of("X-Note", value), "id"))
                .isInstanceOf(InvalidMessage.class);
        assertThat(HeaderPolicy.apply(Map.of("X-Note", value), Map.of(), "id")).doesNotContainKey("X-Note");
    }

    @Test
    void headerWithAGrammarTakesNoOtherScripts() {
        assertThatThrownBy(() -> HeaderPolicy.apply(Map.of(), Map.of("List-Unsubscribe", "<https://ä.test>"), "id"))
                .isInstanceOf(InvalidMessage.class);
        assertThat(HeaderPolicy.apply(Map.of(), Map.of("X-Note", "ä"), "id")).containsEntry("X-Note", "ä");
    }
}
