package com.altimacrm.email.tenant.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.identity.Role;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.tenant.Tenants;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Tenants: operators keep all, everyone else sees their own. */
@Path("/api/email/tenants")
class TenantsResource {
    private final Tenants tenants;
    private final CurrentCaller caller;

    TenantsResource(Tenants tenants, CurrentCaller caller) {
        this.tenants = tenants;
        this.caller = caller;
    }

    @GET
    public Uni<Envelope<List<TenantView>>> list() {
        return tenants.list(caller.get().scope(null))
                .map(rows -> Envelope.of(rows.stream().map(TenantView::of).toList()));
    }

    @POST
    @RolesAllowed(Role.OPERATOR_NAME)
    public Uni<RestResponse<Envelope<TenantView>>> create(JsonNode body) {
        return tenants.create(Input.of(body))
                .map(row -> RestResponse.status(
                        RestResponse.Status.CREATED, Envelope.said("The tenant was added.", TenantView.of(row))));
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(Role.OPERATOR_NAME)
    public Uni<Envelope<TenantView>> update(@RestPath String id, JsonNode body) {
        return tenants.update(id, Input.of(body))
                .invoke(row -> tenants.changed(id))
                .map(row -> Envelope.said("The tenant was changed.", TenantView.of(row)));
    }
}
