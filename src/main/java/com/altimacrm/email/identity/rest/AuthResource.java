package com.altimacrm.email.identity.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.identity.Login;
import com.altimacrm.email.identity.LoginForm;
import com.altimacrm.email.identity.Users;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.platform.Envelope;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Login, and who am I. */
@Path("/api/auth")
class AuthResource {
    private final Login login;
    private final Users users;
    private final CurrentCaller caller;

    AuthResource(Login login, Users users, CurrentCaller caller) {
        this.login = login;
        this.users = users;
        this.caller = caller;
    }

    @POST
    @Path("/login")
    @PermitAll
    public Uni<Envelope<SessionView>> login(JsonNode body, HttpServerRequest request) {
        LoginForm form = LoginForm.read(Input.of(body));
        String address = request.remoteAddress() == null
                ? "unknown"
                : request.remoteAddress().hostAddress();
        return login.login(form.email(), form.password(), address).map(session -> Envelope.of(SessionView.of(session)));
    }

    @GET
    @Path("/me")
    public Uni<MeView> me() {
        return users.self(caller.get()).map(UserView::of).map(user -> new MeView(true, user, user));
    }
}
