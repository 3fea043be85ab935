package com.altimacrm.email.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.altimacrm.email.message.EmailAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderInfoTest {
    @Test
    void itsOwnDomainAndThoseBelowMayUseIt() {
        ProviderInfo info = allowing("example.com");

        assertThat(info.mayUse(EmailAddress.of("any@example.com"))).isTrue();
        assertThat(info.mayUse(EmailAddress.of("any@crm.Example.com"))).isTrue();
    }

    @Test
    void aLookAlikeDomainMayNot() {
        ProviderInfo info = allowing("example.com");

        assertThat(info.mayUse(EmailAddress.of("any@badexample.com"))).isFalse();
        assertThat(info.mayUse(EmailAddress.of("any@example.com.evil.org"))).isFalse();
    }

    @Test
    void anAllowedAddressOpensNothingElseAndAStarOpensAll() {
        assertThat(allowing("Boss@other.org").mayUse(EmailAddress.of("boss@other.org")))
                .isTrue();
        assertThat(allowing("boss@other.org").mayUse(EmailAddress.of("clerk@other.org")))
                .isFalse();
        assertThat(allowing("*").mayUse(EmailAddress.of("x@anywhere.net"))).isTrue();
        assertThat(allowing().mayUse(EmailAddress.of("x@anywhere.net"))).isFalse();
    }

    private static ProviderInfo allowing(String... allowed) {
        return new ProviderInfo(
                "p", "t", "n", true, true, null, null, null, Map.of(), List.of(allowed), "d", "retry", 1, null);
    }
}
