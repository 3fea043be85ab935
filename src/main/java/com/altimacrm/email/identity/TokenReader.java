package com.altimacrm.email.identity;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks bearer tokens against our key and issuer, RS256 and nothing else; settings elsewhere cannot loosen it. */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenReader extends JWTCallerPrincipalFactory {
    private static final int SKEW_SECONDS = 5;
    private static final int MOST = 2_000;
    private final DefaultJWTCallerPrincipalFactory reader = new DefaultJWTCallerPrincipalFactory();
    private final Map<String, JWTCallerPrincipal> checked = new ConcurrentHashMap<>();
    private final TokenKeys keys;
    private final LoginConfig config;

    TokenReader(TokenKeys keys, LoginConfig config) {
        this.keys = keys;
        this.config = config;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
        JWTCallerPrincipal known = checked.get(token);
        if (known != null && Instant.now().getEpochSecond() < known.getExpirationTime() + SKEW_SECONDS) {
            return known;
        }
        checked.remove(token);
        return remembered(token, reader.parse(token, rules()));
    }

    /** A client sends the same token with every request; one check of its signature is enough until it expires. */
    private JWTCallerPrincipal remembered(String token, JWTCallerPrincipal principal) {
        if (checked.size() >= MOST) {
            checked.clear();
        }
        checked.put(token, principal);
        return principal;
    }

    private JWTAuthContextInfo rules() {
        JWTAuthContextInfo rules = new JWTAuthContextInfo(keys.checking(), config.issuer());
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        rules.setClockSkew(SKEW_SECONDS);
        return rules;
    }
}
