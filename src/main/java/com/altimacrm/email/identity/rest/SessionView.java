package com.altimacrm.email.identity.rest;

import com.altimacrm.email.identity.Login;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a login answers. */
@RegisterForReflection
record SessionView(UserView user, String token, String tokenType, long expiresIn) {
    static SessionView of(Login.Session session) {
        return new SessionView(UserView.of(session.user()), session.token(), "Bearer", session.expiresIn());
    }

    @Override
    public String toString() {
        return "SessionView[" + user.userId() + "]";
    }
}
