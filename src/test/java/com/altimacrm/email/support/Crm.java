package com.altimacrm.email.support;

import static com.altimacrm.email.support.Accounts.as;

import com.altimacrm.email.local.MailSink;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A tenant's CRM as the tests play it: its token, its provider, and the mails it hands in. */
public final class Crm {
    /** How long a mail may take on a machine that has other things to do. */
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String tenant = UUID.randomUUID().toString();
    private final String token = Tokens.of(tenant, "admin");
    private final String domain = tenant.substring(0, 8) + ".test";
    private final String provider;

    private Crm(String host, int port) {
        this.provider = provider(host, port);
    }

    /** A new tenant whose provider is {@code sink}. */
    public static Crm sendingTo(MailSink sink) {
        return new Crm(sink.host(), sink.port());
    }

    public String tenant() {
        return tenant;
    }

    public String token() {
        return token;
    }

    public String provider() {
        return provider;
    }

    /** The address its mails come from. */
    public String from() {
        return "desk@" + domain;
    }

    /** Another provider of this tenant. */
    public String provider(MailSink sink) {
        return provider(sink.host(), sink.port());
    }

    /** The shortest legal mail of the contract (its STEPS form), with a subject of its own; then the changes. */
    public Map<String, Object> mail(Object... changes) {
        Map<String, Object> mail = new HashMap<>();
        mail.put("tenant_id", tenant);
        mail.put("provider_id", provider);
        mail.put("from", from());
        mail.put("to", List.of("ada@kite.test"));
        mail.put("subject", "Mail " + UUID.randomUUID());
        mail.put("body_format", "HTML");
        mail.put("body_content", "<p>Hi</p>");
        return change(mail, changes);
    }

    /** A mail from a template instead of a body. */
    public Map<String, Object> templateMail(String template, Map<String, Object> data, Object... changes) {
        Map<String, Object> mail = mail("template_id", template, "template_data", data);
        mail.keySet().removeAll(List.of("body_format", "body_content", "subject"));
        return change(mail, changes);
    }

    private static Map<String, Object> change(Map<String, Object> mail, Object... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            mail.put((String) changes[i], changes[i + 1]);
        }
        return mail;
    }

    /** Hands a mail in by {@code POST /api/rabbitmq/send-email}. */
    public Response send(Map<String, Object> mail) {
        return post("/api/rabbitmq/send-email", mail);
    }

    /** Hands a mail in and answers its outbox_id. */
    public String accepted(Map<String, Object> mail) {
        return send(mail).then().statusCode(202).extract().path("data.outbox_id");
    }

    public Response post(String path, Object body) {
        return as(token).body(body).post(path);
    }

    /** Adds a template to this tenant. */
    public String template(String subject, String html, String text) {
        String id = "t-" + UUID.randomUUID();
        Map<String, Object> body = new HashMap<>();
        body.put("template_id", id);
        body.put("name", id);
        body.put("subject", subject);
        body.put("html_content", html);
        body.put("text_content", text);
        post("/api/email/templates", body).then().statusCode(201);
        return id;
    }

    /** What the service says of a mail, under {@code data}. */
    public JsonPath status(String id) {
        return as(token)
                .get("/api/email/status/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("data");
    }

    /** Waits until the mail has this status. */
    public JsonPath await(String id, String wanted) {
        return Awaitility.await("mail " + id + " " + wanted)
                .atMost(PATIENCE)
                .until(() -> status(id), status -> wanted.equals(status.getString("status")));
    }

    /** The steps of a mail, under {@code data.events}. */
    public JsonPath timeline(String id) {
        return as(token)
                .get("/api/email/{id}/timeline", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("data.events");
    }

    private String provider(String host, int port) {
        return Accounts.provider(
                token,
                Map.of("host", host, "port", port, "encryption", "none", "from_address", from(), "from_name", "Desk"));
    }
}
