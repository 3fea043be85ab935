package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.outbox.store.MailReader;
import com.altimacrm.email.platform.Envelope;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

/** Tells how one mail fares, through whichever door it came and by whichever of its ids it is asked for. */
@Path("/api/email")
@Authenticated
class MailStatusResource {
    private final CurrentCaller caller;
    private final MailReader reader;

    MailStatusResource(CurrentCaller caller, MailReader reader) {
        this.caller = caller;
        this.reader = reader;
    }

    @GET
    @Path("/status/{messageId}")
    public Uni<Envelope<ObjectNode>> status(@PathParam("messageId") String messageId, @Context UriInfo uri) {
        return reader.status(new MailQuery(uri).scope(caller.get()), messageId.strip())
                .map(Envelope::of);
    }

    @GET
    @Path("/{messageId}/timeline")
    public Uni<Envelope<ObjectNode>> timeline(@PathParam("messageId") String messageId, @Context UriInfo uri) {
        return reader.timeline(new MailQuery(uri).scope(caller.get()), messageId.strip())
                .map(Envelope::of);
    }
}
