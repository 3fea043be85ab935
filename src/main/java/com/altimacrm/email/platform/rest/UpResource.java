package com.altimacrm.email.platform.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The liveness page that monitors of the replaced service ask for. */
@Path("/up")
@PermitAll
class UpResource {
    @GET
    @Produces(MediaType.TEXT_HTML)
    public String up() {
        return "<!doctype html><title>Up</title><p>The service is up.</p>";
    }
}
