package com.altimacrm.email.tenant.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.identity.Role;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.tenant.ConnectionCheck;
import com.altimacrm.email.tenant.ProviderDesk;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** A tenant's providers. Everyone of the tenant may look; its administrators change. */
@Path("/api/email/providers")
class ProvidersResource {
    private static final Set<String> TRUE_WORDS = Set.of("1", "true", "on", "yes");
    private final ProviderDesk desk;
    private final ConnectionCheck check;
    private final CurrentCaller caller;

    ProvidersResource(ProviderDesk desk, ConnectionCheck check, CurrentCaller caller) {
        this.desk = desk;
        this.check = check;
        this.caller = caller;
    }

    @GET
    public Uni<Envelope<List<ProviderView>>> list(
            @RestQuery("tenant_id") String tenantId, @RestQuery("active") String active) {
        return desk.list(
                        caller.get().scope(given(tenantId).orElse(null)),
                        given(active).map(ProvidersResource::isTrue))
                .map(rows -> rows.stream()
                        .map(row -> ProviderView.withTenant(row, desk))
                        .toList())
                .map(Envelope::of);
    }

    @GET
    @Path("/{id}")
    public Uni<Envelope<ProviderView>> get(@RestPath String id) {
        return desk.get(scope(), id).map(row -> Envelope.of(ProviderView.withTenant(row, desk)));
    }

    @POST
    @RolesAllowed({Role.ADMIN_NAME, Role.OPERATOR_NAME})
    public Uni<RestResponse<Envelope<ProviderView>>> create(JsonNode body) {
        Input input = Input.of(body);
        Caller who = caller.get();
        return desk.create(who.tenant(input.text("tenant_id", 64)), input)
                .map(row -> RestResponse.status(
                        RestResponse.Status.CREATED,
                        Envelope.said("The provider was added.", ProviderView.bare(row, desk))));
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN_NAME, Role.OPERATOR_NAME})
    public Uni<Envelope<ProviderView>> update(@RestPath String id, JsonNode body) {
        return desk.update(scope(), id, Input.of(body))
                .invoke(desk::changed)
                .map(row -> Envelope.said("The provider was changed.", ProviderView.bare(row, desk)));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN_NAME, Role.OPERATOR_NAME})
    public Uni<Envelope<Void>> delete(@RestPath String id) {
        return desk.delete(scope(), id)
                .invoke(desk::changed)
                .map(row -> Envelope.said("The provider was deleted; its mail history stays.", null));
    }

    @POST
    @Path("/{id}/test")
    @RolesAllowed({Role.ADMIN_NAME, Role.OPERATOR_NAME})
    public Uni<Envelope<ConnectionCheck.Result>> test(@RestPath String id) {
        return desk.get(scope(), id)
                .invoke(desk::changed)
                .flatMap(check::run)
                .map(result -> new Envelope<>(result.ok(), null, result));
    }

    private Optional<String> scope() {
        return caller.get().scope(null);
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static boolean isTrue(String word) {
        return TRUE_WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
