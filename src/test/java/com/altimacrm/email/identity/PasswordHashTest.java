package com.altimacrm.email.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private final PasswordHash hash = new PasswordHash();

    @Test
    void onlyTheSamePasswordMatches() {
        String stored = hash.of("correct horse ünïcode");

        assertThat(hash.matches("correct horse ünïcode", stored)).isTrue();
        assertThat(hash.matches("correct horse unicode", stored)).isFalse();
    }

    @Test
    void theSamePasswordNeverHashesTheSame() {
        assertThat(hash.of("same")).isNotEqualTo(hash.of("same"));
    }

    @Test
    void aHashMadeWithOtherParametersStillMatches() {
        // 1000 rounds, computed by another implementation (Python's hashlib).
        String stored =
                "pbkdf2-sha512$1000$c2FsdC1vZi0xNi1ieXRlcw==$A7rJtVK4JzpOyfsVvMNzcJd8bNBupjFWqKlHgmN7XwM+D9RqNZUU"
                        + "+CE0wvZ9Lv+XYy1036D2iOhrsl7zzBBmXg==";

        assertThat(hash.matches("password", stored)).isTrue();
        assertThat(hash.isCurrent(stored)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "pbkdf2-sha512$x$c2FsdA==$aGFzaA==",
                "pbkdf2-sha512$0$c2FsdA==$aGFzaA==",
                "pbkdf2-sha512$999999999$c2FsdA==$aGFzaA==",
                "pbkdf2-sha512$1$%%$aGFzaA=="
            })
    void aDamagedHashMatchesNothing(String stored) {
        assertThat(hash.matches("password", stored)).isFalse();
    }
}
