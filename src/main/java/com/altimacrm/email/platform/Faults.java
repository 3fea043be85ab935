package com.altimacrm.email.platform;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Logs what went wrong under an id the caller is given; the caller never sees the exception itself. */
@Singleton
class Faults {
    private static final Logger LOG = Logger.getLogger(Faults.class);

    String log(Throwable fault, ContainerRequestContext request) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(fault, "Fault %s at %s", id, where(request));
        return id;
    }

    void note(Throwable fault, ContainerRequestContext request) {
        LOG.warnf("Database away at %s: %s", where(request), fault.toString());
    }

    private static String where(ContainerRequestContext request) {
        return request.getMethod() + " " + request.getUriInfo().getPath();
    }
}
