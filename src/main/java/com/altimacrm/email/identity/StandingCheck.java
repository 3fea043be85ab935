package com.altimacrm.email.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
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
        return standing.holds(CurrentCaller.of(token)).map(holds -> holds ? identity : refuse());
    }

    private static SecurityIdentity refuse() {
        throw new AuthenticationFailedException("The user of this token may no longer call.");
    }
}
