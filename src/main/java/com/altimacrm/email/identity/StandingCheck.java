package com.altimacrm.email.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Refuses the token of a user who was deactivated, changed roles, or whose tenant was suspended, since it was issued. */
@ApplicationScoped
class StandingCheck implements SecurityIdentityAugmentor {
    private final Standing standing;

    StandingCheck(Standing standing) {
        this.standing = standing;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token) || token.getSubject() == null) {
            return Uni.createFrom().item(identity);
        }
        Context asker = Vertx.currentContext();
        return standing.holds(CurrentCaller.of(token))
                .emitOn(answer -> back(asker, answer))
                .map(holds -> holds ? identity : refuse());
    }

    /** Requests that wait for one look-up are answered in the context of the first: each goes on in its own. */
    private static void back(Context asker, Runnable answer) {
        if (asker == null || asker == Vertx.currentContext()) {
            answer.run();
        } else {
            asker.runOnContext(x -> answer.run());
        }
    }

    private static SecurityIdentity refuse() {
        throw new AuthenticationFailedException("The user of this token may no longer call.");
    }
}
