package com.altimacrm.email.platform;

import com.altimacrm.email.problem.Conflict;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.problem.Unavailable;
import com.altimacrm.email.problem.WrongState;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns each way a request can fail into its answer (contract 1.0, error forms). */
class ProblemAnswers {
    private static final String RETRY_SECONDS = "5";
    private static final String LOG_IN = "A valid token is needed; get one from POST /api/auth/login.";
    private final Faults faults;

    ProblemAnswers(Faults faults) {
        this.faults = faults;
    }

    @ServerExceptionMapper
    public Response invalid(InvalidInput problem, ContainerRequestContext request) {
        String message = hasBareErrors(request) ? null : problem.getMessage();
        return Answers.json(422, ErrorBody.invalid(message, problem.errors()));
    }

    @ServerExceptionMapper({NotFound.class, Conflict.class, WrongState.class})
    public Response refused(RuntimeException problem) {
        Refusal refusal = Refusal.of(problem).orElseThrow();
        return Answers.json(refusal.status(), ErrorBody.said(refusal.message()));
    }

    @ServerExceptionMapper
    public Response unavailable(Unavailable problem) {
        return away(problem.getMessage());
    }

    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public Response unreadable(JsonProcessingException problem, ContainerRequestContext request) {
        String fault = "Is not readable JSON" + place(problem) + "; send one JSON object without repeated keys.";
        return invalid(new InvalidInput(Map.of("body", List.of(fault))), request);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthorized() {
        return noToken();
    }

    @ServerExceptionMapper
    public Response unauthorized(AuthenticationCompletionException problem) {
        return noToken();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException problem) {
        return Answers.json(403, ErrorBody.said("Your role does not allow this; ask an administrator."));
    }

    @ServerExceptionMapper
    public Response noRoute(NotFoundException problem, ContainerRequestContext request) {
        return Answers.json(
                404,
                ErrorBody.said("There is nothing at " + request.getMethod() + " "
                        + request.getUriInfo().getPath() + "."));
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException problem, ContainerRequestContext request) {
        if (problem.getCause() instanceof JsonProcessingException unreadable) {
            return unreadable(unreadable, request);
        }
        Response response = problem.getResponse();
        int status = response.getStatus();
        if (status < 400 || response.hasEntity()) {
            return response;
        }
        return status >= 500 ? unexpected(problem, request) : Answers.json(status, ErrorBody.said(reason(status)));
    }

    @ServerExceptionMapper(Throwable.class)
    public Response unexpected(Throwable fault, ContainerRequestContext request) {
        if (DatabaseFaults.isAway(fault)) {
            faults.note(fault, request);
            return away(Refusal.AWAY);
        }
        String id = faults.log(fault, request);
        return Answers.json(500, ErrorBody.logged("Something went wrong on our side; report the id in 'error'.", id));
    }

    private static Response noToken() {
        return Response.fromResponse(Answers.json(401, ErrorBody.twice(LOG_IN)))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Response away(String message) {
        return Response.fromResponse(Answers.json(503, ErrorBody.said(message)))
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    /** Form E1b of the contract: these endpoints answer the faults without a message. */
    private static boolean hasBareErrors(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean provider = path.equals("/api/email/providers") || path.startsWith("/api/email/providers/");
        return switch (request.getMethod()) {
            case "POST" -> path.equals("/api/email/send") || path.equals("/api/email/providers");
            case "PUT" -> provider;
            default -> false;
        };
    }

    private static String place(JsonProcessingException problem) {
        return problem.getLocation() == null
                ? ""
                : " (line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr() + ")";
    }

    private static String reason(int status) {
        return switch (status) {
            case 405 -> "This address does not take this method.";
            case 406 -> "This address cannot answer in the form that Accept asks for.";
            case 413 -> "The body is too large.";
            case 415 -> "The body must be JSON; send Content-Type: application/json.";
            default -> "The request cannot be served as it stands (HTTP " + status + ").";
        };
    }
}
