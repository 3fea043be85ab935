package com.altimacrm.email.platform;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Builds error answers; always JSON, whatever the client accepts. */
final class Answers {
    private Answers() {}

    static Response json(int status, ErrorBody body) {
        return Response.status(status)
                .entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
