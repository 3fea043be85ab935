package com.altimacrm.email.identity.rest;

import com.altimacrm.email.identity.LoginRefused;
import com.altimacrm.email.identity.TooManyTries;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The answers to a login that was refused. */
class LoginAnswers {
    private static final int TOO_MANY_REQUESTS = 429;

    @ServerExceptionMapper
    public Response refused(LoginRefused problem) {
        return answer(Response.Status.UNAUTHORIZED.getStatusCode(), problem.getMessage())
                .build();
    }

    @ServerExceptionMapper
    public Response tooMany(TooManyTries problem) {
        return answer(TOO_MANY_REQUESTS, problem.getMessage())
                .header(HttpHeaders.RETRY_AFTER, problem.seconds())
                .build();
    }

    private static Response.ResponseBuilder answer(int status, String words) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("success", false, "message", words, "error", words));
    }
}
