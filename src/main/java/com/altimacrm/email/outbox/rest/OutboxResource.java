package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.outbox.MailDesk;
import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailOrder;
import com.altimacrm.email.outbox.PageRequest;
import com.altimacrm.email.outbox.store.MailPages;
import com.altimacrm.email.outbox.store.MailReader;
import com.altimacrm.email.outbox.store.MailTotals;
import com.altimacrm.email.platform.Envelope;
import com.altimacrm.email.problem.InvalidInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;

/** Lists a tenant's accepted mails, newest first, shows single ones, and changes those that nobody is sending. */
@Path("/api/outbox")
@Authenticated
class OutboxResource {
    private static final int PER_PAGE = 15;
    private static final int MAX_PER_PAGE = 100;

    private final CurrentCaller caller;
    private final MailPages pages;
    private final MailReader reader;
    private final MailTotals totals;
    private final MailDesk desk;

    OutboxResource(CurrentCaller caller, MailPages pages, MailReader reader, MailTotals totals, MailDesk desk) {
        this.caller = caller;
        this.pages = pages;
        this.reader = reader;
        this.totals = totals;
        this.desk = desk;
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

    /** Moves a mail that waits for its time: {@code {"scheduled_at": …}}; null sends it now. */
    @PATCH
    @Path("/emails/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Envelope<ObjectNode>> reschedule(@PathParam("id") String id, JsonNode body) {
        Input input = Input.of(body);
        if (!input.names("scheduled_at")) {
            input.fault("scheduled_at", "Is required: a moment in the future, or null to send the mail now.");
        }
        Instant at = input.futureMoment("scheduled_at");
        input.check();
        Caller who = caller.get();
        return desk.reschedule(who.scope(null), id, at, who.userId())
                .chain(() -> shown(who, id, at == null ? "The mail goes out now." : "The mail goes out at that time."));
    }

    /** Withdraws a mail that has reached nobody. */
    @DELETE
    @Path("/emails/{id}")
    public Uni<Envelope<ObjectNode>> cancel(@PathParam("id") String id) {
        Caller who = caller.get();
        return desk.cancel(who.scope(null), id, who.userId())
                .chain(() -> shown(who, id, "The mail is withdrawn; it will not be sent."));
    }

    /** Sends a mail once more that failed, was withdrawn, or whose fate is unknown. */
    @POST
    @Path("/emails/{id}/resend")
    public Uni<Envelope<ObjectNode>> resend(@PathParam("id") String id) {
        Caller who = caller.get();
        return desk.resend(who.scope(null), id, who.userId())
                .chain(() -> shown(who, id, "The mail will be sent once more."));
    }

    private Uni<Envelope<ObjectNode>> shown(Caller who, String id, String words) {
        return reader.mail(who.scope(null), id).map(mail -> Envelope.said(words, mail));
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
