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
import java.util.Set;

/** Checks bearer tokens against our key and issuer, RS256 and nothing else; settings elsewhere cannot loosen it. */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenReader extends JWTCallerPrincipalFactory {
    private static final int SKEW_SECONDS = 5;
    private final DefaultJWTCallerPrincipalFactory reader = new DefaultJWTCallerPrincipalFactory();
    private final TokenKeys keys;
    private final LoginConfig config;

    TokenReader(TokenKeys keys, LoginConfig config) {
        this.keys = keys;
        this.config = config;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
        return reader.parse(token, rules());
    }

    private JWTAuthContextInfo rules() {
        JWTAuthContextInfo rules = new JWTAuthContextInfo(keys.checking(), config.issuer());
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        rules.setClockSkew(SKEW_SECONDS);
        return rules;
    }
}
