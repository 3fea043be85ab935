package com.altimacrm.email.identity;

import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The caller of the present request, read from its checked token. */
@RequestScoped
public class CurrentCaller {
    private final JsonWebToken token;

    CurrentCaller(JsonWebToken token) {
        this.token = token;
    }

    /** Who it is; only to be asked behind an authenticated resource. */
    public Caller get() {
        return of(token);
    }

    static Caller of(JsonWebToken token) {
        Role role = token.getGroups().contains(Role.OPERATOR_NAME)
                ? Role.OPERATOR
                : token.getGroups().contains(Role.ADMIN_NAME) ? Role.ADMIN : Role.USER;
        return new Caller(token.getSubject(), token.getClaim(Tokens.TENANT), role);
    }
}
