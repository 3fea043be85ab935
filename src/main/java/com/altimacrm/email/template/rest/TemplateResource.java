package com.altimacrm.email.template.rest;

import com.altimacrm.email.identity.CurrentCaller;
import com.altimacrm.email.template.TemplateLibrary;
import com.altimacrm.email.template.TemplateQuery;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** List, look at and add the templates of a tenant. */
@Path("/api/email/templates")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
class TemplateResource {
    private static final int PER_PAGE = 15;
    private static final int MOST_PER_PAGE = 100;
    private static final int LAST_PAGE = 1_000_000;
    private static final Set<String> NO = Set.of("false", "0", "no", "off");

    private final TemplateLibrary library;
    private final TemplateRequest requests;
    private final TemplateJson json;
    private final CurrentCaller caller;

    TemplateResource(TemplateLibrary library, TemplateRequest requests, TemplateJson json, CurrentCaller caller) {
        this.library = library;
        this.requests = requests;
        this.json = json;
        this.caller = caller;
    }

    /** @param active its presence keeps active templates; false keeps inactive ones */
    @GET
    public Uni<JsonNode> list(
            @RestQuery("tenant_id") String tenantId,
            @RestQuery String category,
            @RestQuery String language,
            @RestQuery String active,
            @RestQuery String page,
            @RestQuery("per_page") String perPage) {
        var query = new TemplateQuery(
                tenant(tenantId),
                value(category),
                value(language),
                active == null ? null : !NO.contains(active.strip()),
                number(page, 1, LAST_PAGE),
                number(perPage, PER_PAGE, MOST_PER_PAGE));
        return library.list(query).map(found -> json.page(found, query));
    }

    /** One template, inactive ones too. */
    @GET
    @Path("/{templateId}")
    public Uni<JsonNode> get(@RestPath String templateId, @RestQuery("tenant_id") String tenantId) {
        return library.get(tenant(tenantId), templateId).map(json::one);
    }

    /** Adds a template. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<JsonNode>> create(JsonNode body) {
        return library.add(requests.read(body, caller.get()))
                .map(added -> RestResponse.status(RestResponse.Status.CREATED, json.one(added)));
    }

    private String tenant(String requested) {
        return caller.get().tenant(value(requested));
    }

    private static String value(String parameter) {
        return parameter == null || parameter.isBlank() ? null : parameter.strip();
    }

    /** A number from 1 to {@code most}; what is no such number counts as absent, as clients are used to. */
    private static int number(String parameter, int otherwise, int most) {
        try {
            int number = parameter == null ? otherwise : Integer.parseInt(parameter.strip());
            return number < 1 ? otherwise : Math.min(number, most);
        } catch (NumberFormatException notNumber) {
            return otherwise;
        }
    }
}
