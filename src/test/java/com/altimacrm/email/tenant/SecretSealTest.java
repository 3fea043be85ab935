package com.altimacrm.email.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.altimacrm.email.problem.Unavailable;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretSealTest {
    private static final String K1 = key("k1", 1, 32);
    private static final String K2 = key("k2", 2, 32);

    @Test
    void whatWasSealedOpensAgainAndNeverLooksTheSame() {
        SecretSeal seal = seal(K1);

        String first = seal.seal("row", "password", "pässword 🔑");
        String second = seal.seal("row", "password", "pässword 🔑");

        assertThat(first).startsWith("v1:k1:").doesNotContain("pässword").isNotEqualTo(second);
        assertThat(seal.open("row", "password", first)).isEqualTo("pässword 🔑");
    }

    @Test
    void aSealedValueCannotMoveToAnotherRowOrName() {
        SecretSeal seal = seal(K1);
        String text = seal.seal("row", "password", "secret");

        assertThatThrownBy(() -> seal.open("other", "password", text)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open("row", "api_token", text)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyChangedByteIsNoticed() {
        SecretSeal seal = seal(K1);
        String text = seal.seal("row", "password", "secret");
        byte[] stored = Base64.getDecoder().decode(text.substring("v1:k1:".length()));

        for (int i = 0; i < stored.length; i++) {
            byte[] changed = stored.clone();
            changed[i] ^= 1;
            String forged = "v1:k1:" + Base64.getEncoder().encodeToString(changed);
            assertThatThrownBy(() -> seal.open("row", "password", forged)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anOlderKeyStillOpensAndTheFirstSeals() {
        String old = seal(K1).seal("row", "password", "secret");
        SecretSeal rotated = seal(K2 + ", " + K1);

        assertThat(rotated.open("row", "password", old)).isEqualTo("secret");
        assertThat(rotated.isCurrent(old)).isFalse();
        assertThat(rotated.isCurrent(rotated.seal("row", "password", "secret"))).isTrue();
    }

    @Test
    void aDroppedKeyIsNamedInTheFault() {
        String old = seal(K1).seal("row", "password", "secret");

        assertThatThrownBy(() -> seal(K2).open("row", "password", old))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("'k1'");
    }

    @Test
    void nonsenseKeysStopTheStartAndTellTheRemedy() {
        for (String nonsense : new String[] {"", "  ", key("k1", 1, 31), "k1:%%%", "nocolon", K1 + "," + K1, ":AAAA"}) {
            assertThatThrownBy(() -> seal(nonsense))
                    .as(nonsense)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("openssl rand -base64 32");
        }
    }

    private static SecretSeal seal(String keys) {
        return new SecretSeal(Optional.of(keys));
    }

    private static String key(String id, int fill, int length) {
        byte[] key = new byte[length];
        java.util.Arrays.fill(key, (byte) fill);
        return id + ":" + Base64.getEncoder().encodeToString(key);
    }
}
