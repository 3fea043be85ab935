package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailOrder;
import com.altimacrm.email.outbox.PageRequest;
import com.altimacrm.email.outbox.store.MailPages;
import com.altimacrm.email.outbox.store.MailTotals;
import com.altimacrm.email.platform.Envelope;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

/** The log of a tenant's mails, newest sent first, and totals over all of them. */
@Path("/api/email")
@Authenticated
class MailLogsResource {
    private static final int PER_PAGE = 20;
    private static final int MAX_PER_PAGE = 100;

    private final CurrentCaller caller;
    private final MailPages pages;
    private final MailTotals totals;

    MailLogsResource(CurrentCaller caller, MailPages pages, MailTotals totals) {
        this.caller = caller;
        this.pages = pages;
        this.totals = totals;
    }

    /** {@code provider} is a provider's id or name; one that does not exist has no mails. */
    @GET
    @Path("/logs")
    public Uni<ObjectNode> logs(@Context UriInfo uri) {
        MailQuery query = new MailQuery(uri);
        MailFilter filter = query.filter(query.tenant(caller.get()));
        PageRequest page = query.lenientPage(PER_PAGE, MAX_PER_PAGE);
        String provider = query.provider("provider");
        Uni<MailFilter> limited = provider == null
                ? Uni.createFrom().item(filter)
                : pages.providers(filter.tenantId(), provider).map(filter::withProviders);
        return limited.flatMap(f -> pages.page(f, MailOrder.SENT, page)).map(mails -> MailAnswers.paged(mails, page));
    }

    /** Of the caller's tenant; an operator sees all tenants unless one is named. */
    @GET
    @Path("/stats")
    public Uni<Envelope<ObjectNode>> stats(@Context UriInfo uri) {
        return totals.all(new MailQuery(uri).scope(caller.get()))
                .map(MailStats::new)
                .map(MailStats::ofEmail)
                .map(Envelope::of);
    }
}
