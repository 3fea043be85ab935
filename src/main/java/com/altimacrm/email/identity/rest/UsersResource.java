package com.altimacrm.email.identity.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.identity.Role;
import com.altimacrm.email.identity.Users;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.platform.Envelope;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** The users of a tenant. */
@Path("/api/auth/users")
@RolesAllowed({Role.ADMIN_NAME, Role.OPERATOR_NAME})
class UsersResource {
    private final Users users;
    private final CurrentCaller caller;

    UsersResource(Users users, CurrentCaller caller) {
        this.users = users;
        this.caller = caller;
    }

    @GET
    public Uni<Envelope<List<UserView>>> list(@RestQuery("tenant_id") String tenantId) {
        String wanted = tenantId == null || tenantId.isBlank() ? null : tenantId.strip();
        return users.list(caller.get(), wanted)
                .map(found -> Envelope.of(found.stream().map(UserView::of).toList()));
    }

    @POST
    public Uni<RestResponse<Envelope<UserView>>> create(JsonNode body) {
        return users.create(caller.get(), Input.of(body))
                .map(user -> RestResponse.status(
                        RestResponse.Status.CREATED, Envelope.said("The user was added.", UserView.of(user))));
    }

    @PUT
    @Path("/{id}")
    public Uni<Envelope<UserView>> update(@RestPath String id, JsonNode body) {
        return users.update(caller.get(), id, Input.of(body))
                .map(user -> Envelope.said("The user was changed.", UserView.of(user)));
    }
}
