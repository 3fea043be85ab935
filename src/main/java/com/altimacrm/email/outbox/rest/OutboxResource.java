package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailOrder;
import com.altimacrm.email.outbox.PageRequest;
import com.altimacrm.email.outbox.store.MailPages;
import com.altimacrm.email.outbox.store.MailReader;
import com.altimacrm.email.outbox.store.MailTotals;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.problem.InvalidInput;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** Lists a tenant's accepted mails, newest first, and shows single ones. */
@Path("/api/outbox")
@Authenticated
class OutboxResource {
    private static final int PER_PAGE = 15;
    private static final int MAX_PER_PAGE = 100;

    private final CurrentCaller caller;
    private final MailPages pages;
    private final MailReader reader;
    private final MailTotals totals;

    OutboxResource(CurrentCaller caller, MailPages pages, MailReader reader, MailTotals totals) {
        this.caller = caller;
        this.pages = pages;
        this.reader = reader;
        this.totals = totals;
    }

    /** Texts and providers are looked for among the newest mails the other filters let through; see the package. */
    @GET
    @Path("/emails")
    public Uni<ObjectNode> emails(@Context UriInfo uri) {
        MailQuery query = new MailQuery(uri);
        MailFilter filter = query.filter(query.tenant(caller.get()));
        PageRequest page = query.page(PER_PAGE, MAX_PER_PAGE);
        return known(filter, query.provider("provider_id"))
                .flatMap(checked -> pages.page(checked, MailOrder.CREATED, page))
                .map(mails -> MailAnswers.numbered(mails, page));
    }

    @GET
    @Path("/emails/{id}")
    public Uni<Envelope<ObjectNode>> email(@PathParam("id") String id, @Context UriInfo uri) {
        return reader.mail(new MailQuery(uri).scope(caller.get()), id).map(Envelope::of);
    }

    @GET
    @Path("/stats")
    public Uni<Envelope<ObjectNode>> stats(@Context UriInfo uri) {
        String tenantId = new MailQuery(uri).tenant(caller.get());
        return totals.all(Optional.of(tenantId))
                .map(MailStats::new)
                .map(MailStats::ofOutbox)
                .map(Envelope::of);
    }

    private Uni<MailFilter> known(MailFilter filter, String provider) {
        Uni<MailFilter> known = pages.isTenant(filter.tenantId()).map(is -> {
            if (!is) {
                throw new InvalidInput("tenant_id", "There is no tenant '" + filter.tenantId() + "'.");
            }
            return filter;
        });
        return provider == null ? known : known.flatMap(checked -> limited(checked, provider));
    }

    private Uni<MailFilter> limited(MailFilter filter, String provider) {
        return pages.providers(filter.tenantId(), provider).map(ids -> {
            if (!ids.contains(provider)) {
                throw new InvalidInput("provider_id", "There is no provider '" + provider + "'.");
            }
            return filter.withProviders(ids);
        });
    }
}
