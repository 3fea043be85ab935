package com.altimacrm.email.suppression.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.identity.Role;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.suppression.Suppression;
import com.altimacrm.email.suppression.SuppressionFilter;
import com.altimacrm.email.suppression.SuppressionReason;
import com.altimacrm.email.suppression.store.SuppressionStore;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** List, add and remove the addresses a tenant no longer writes to. */
@Path("/api/suppressions")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
class SuppressionResource {
    private static final Logger LOG = Logger.getLogger(SuppressionResource.class);
    private static final int PER_PAGE = 20;
    private static final int MOST_PER_PAGE = 100;
    private static final int LAST_PAGE = 10_000 / MOST_PER_PAGE;
    private static final int MOST_ADDRESSES = 500;
    private static final int MOST_NOTE = 500;

    private final SuppressionStore store;
    private final CurrentCaller caller;

    SuppressionResource(SuppressionStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    /** Filters: reason, search (part of an address). */
    @GET
    public Uni<SuppressionView.Page> list(@Context UriInfo uri) {
        Input in = Input.ofQuery(uri.getQueryParameters());
        String tenantId = in.text("tenant_id", 64);
        String reason = in.oneOf("reason", SuppressionReason.wireNames());
        String search = in.text("search", 320);
        Integer page = in.integer("page", 1, LAST_PAGE);
        Integer perPage = in.integer("per_page", 1, MOST_PER_PAGE);
        in.check();
        SuppressionFilter filter = new SuppressionFilter(
                caller.get().tenant(tenantId),
                reason(reason),
                search,
                page == null ? 1 : page,
                perPage == null ? PER_PAGE : perPage);
        return store.list(filter).map(found -> SuppressionView.Page.of(found, filter));
    }

    /** Adds {@code address}, or up to {@value #MOST_ADDRESSES} {@code addresses}; adding again does no harm. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<Envelope<List<SuppressionView>>>> add(JsonNode body) {
        Input in = Input.of(body);
        Caller who = caller.get();
        List<String> addresses = addresses(in);
        String reason = in.oneOf("reason", SuppressionReason.wireNames());
        String note = in.text("note", MOST_NOTE);
        Instant expires = in.futureMoment("expires_at");
        String tenantId = in.text("tenant_id", 64);
        in.check();
        Suppression entry = new Suppression(
                null,
                who.tenant(tenantId),
                null,
                reason == null ? SuppressionReason.MANUAL : reason(reason),
                "api",
                note,
                who.userId(),
                null,
                expires);
        return store.add(addresses, entry)
                .map(added -> RestResponse.status(
                        RestResponse.Status.CREATED,
                        Envelope.said(
                                "The addresses are suppressed.",
                                added.stream().map(SuppressionView::of).toList())));
    }

    /** Takes an address off the list; {@code ?reason=} says why. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN_NAME, Role.OPERATOR_NAME})
    public Uni<Envelope<Void>> remove(@RestPath String id, @Context UriInfo uri) {
        Input in = Input.ofQuery(uri.getQueryParameters());
        String reason = in.requiredText("reason", MOST_NOTE);
        in.check();
        Caller who = caller.get();
        return store.remove(who.scope(null), id)
                .invoke(() -> LOG.infof(
                        "Suppression %s was removed by user %s: %s",
                        id, who.userId(), reason.replaceAll("\\p{Cntrl}", " ")))
                .map(done -> Envelope.said("The address may be written to again.", null));
    }

    private static List<String> addresses(Input in) {
        List<String> addresses = new ArrayList<>();
        if (in.has("addresses")) {
            JsonNode raw = in.raw("addresses");
            if (raw.size() > MOST_ADDRESSES) {
                in.fault("addresses", "Has " + raw.size() + " addresses; at most " + MOST_ADDRESSES + " are allowed.");
                return addresses;
            }
            List<EmailAddress> items = in.list("addresses", (item, key) -> in.email(key, item.asText(), null));
            items.stream().filter(java.util.Objects::nonNull).forEach(item -> addresses.add(item.address()));
            if (raw.isEmpty()) {
                in.fault("addresses", "Needs at least one address.");
            }
        } else if (in.present("address")) {
            EmailAddress address = in.email("address");
            if (address != null) {
                addresses.add(address.address());
            }
        }
        return addresses;
    }

    private static SuppressionReason reason(String name) {
        return name == null ? null : SuppressionReason.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
