package com.altimacrm.email.outbox.store;

import com.altimacrm.email.platform.WireTime;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Rows as the contract shows them. Trees rather than records: the shapes are wide, and a tree needs no reflection in
 * the native binary. Nothing here reads a provider's configuration, so nothing can leak it.
 */
@Singleton
class MailJson {
    private final ObjectMapper mapper;

    MailJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The Outbox shape, with tenant, provider and user. */
    ObjectNode mail(Row row, List<Row> recipients) {
        ObjectNode mail = mapper.createObjectNode();
        texts(mail, row, "id", "tenant_id", "provider_id", "user_id", "message_id", "internet_message_id", "subject");
        mail.put("from", row.getString("from_email"));
        texts(mail, row, "from_name", "reply_to");
        for (String kind : List.of("to", "cc", "bcc")) {
            mail.set(kind, addresses(recipients, kind));
        }
        mail.put("body_format", row.getString("body_format"));
        mail.put("body_content", body(row));
        mail.set("attachments", attachments(row));
        texts(mail, row, "status", "error_message", "provider_message_id");
        mail.set("provider_response", map(row, "provider_response"));
        processing(mail, row);
        mail.set("metadata", map(row, "metadata"));
        texts(mail, row, "campaign_id", "template_id", "priority");
        mail.set("headers", map(row, "headers"));
        times(mail, row, "scheduled_at", "created_at", "updated_at");
        mail.set("corrections", list(row, "corrections"));
        mail.put("bounce_reason", row.getString("bounce_reason"));
        relations(mail, row);
        return mail;
    }

    /** How a mail fares, overall and per recipient. */
    ObjectNode status(Row row, List<Row> recipients) {
        ObjectNode status = mapper.createObjectNode();
        texts(status, row, "message_id", "internet_message_id");
        status.put("outbox_id", row.getString("id"));
        texts(status, row, "tenant_id", "provider_id", "template_id");
        Row first = first(recipients);
        status.put("to_email", first == null ? null : first.getString("address"));
        status.put("to_name", first == null ? null : first.getString("name"));
        status.set("to", addresses(recipients, "to"));
        texts(status, row, "subject", "status", "provider_message_id");
        status.set("provider_response", providerResponse(row));
        times(status, row, "sent_at", "delivered_at");
        status.putNull("opened_at").putNull("clicked_at");
        times(status, row, "bounced_at");
        texts(status, row, "error_message");
        status.put("retry_count", row.getInteger("retry_count"));
        status.put("next_attempt_at", isWaiting(row) ? time(row, "not_before") : null);
        texts(status, row, "source");
        times(status, row, "created_at");
        status.set("recipients", recipients(recipients));
        return status;
    }

    /** The steps of a mail, in the order given. */
    ObjectNode timeline(Row mail, Iterable<Row> events) {
        ObjectNode timeline = mapper.createObjectNode();
        texts(timeline, mail, "message_id");
        timeline.put("outbox_id", mail.getString("id"));
        texts(timeline, mail, "status");
        ArrayNode steps = timeline.putArray("events");
        for (Row event : events) {
            ObjectNode step = steps.addObject();
            times(step, event, "at");
            texts(step, event, "type", "actor");
            step.put("attempt", event.getInteger("attempt"));
            texts(step, event, "recipient", "detail");
        }
        return timeline;
    }

    private static void processing(ObjectNode mail, Row row) {
        texts(mail, row, "source", "queue_name", "processing_method");
        mail.put("queue_processed", row.getBoolean("queue_processed"));
        times(mail, row, "queued_at", "processing_started_at", "sent_at", "delivered_at", "bounced_at");
        mail.put("processing_time_ms", row.getInteger("processing_time_ms"));
        mail.put("delivery_time_ms", row.getInteger("delivery_time_ms"));
        mail.put("retry_count", row.getInteger("retry_count"));
    }

    private static void relations(ObjectNode mail, Row row) {
        ObjectNode tenant = mail.putObject("tenant");
        texts(tenant, row, "tenant_id", "tenant_name");
        tenant.put("status", row.getString("tenant_status"));
        texts(mail.putObject("provider"), row, "provider_id", "provider_name");
        mail.put("provider_name", row.getString("provider_name"));
        if (row.getString("user_email") == null) {
            mail.putNull("user");
            return;
        }
        mail.putObject("user")
                .put("id", row.getString("user_id"))
                .put("user_id", row.getString("user_id"))
                .put("name", row.getString("user_name"))
                .put("email", row.getString("user_email"));
    }

    private static String body(Row row) {
        String html = row.getString("html_body");
        return html == null ? row.getString("text_body") : html;
    }

    /** Where a file lies in our store, and its content, are ours alone. */
    private ArrayNode attachments(Row row) {
        ArrayNode shown = mapper.createArrayNode();
        for (JsonNode stored : list(row, "attachments")) {
            ObjectNode file = shown.addObject();
            for (String key : List.of("filename", "url", "mime_type", "size")) {
                file.set(key, stored.get(key));
            }
        }
        return shown;
    }

    private ObjectNode providerResponse(Row row) {
        ObjectNode response = mapper.createObjectNode();
        texts(response, row, "provider_name", "provider_message_id");
        map(row, "provider_response").fields().forEachRemaining(field -> {
            if (!field.getValue().isNull()) {
                response.set(field.getKey(), field.getValue());
            }
        });
        return response;
    }

    private ArrayNode recipients(List<Row> recipients) {
        ArrayNode all = mapper.createArrayNode();
        for (Row recipient : recipients) {
            ObjectNode one = all.addObject().put("email", recipient.getString("address"));
            texts(one, recipient, "name", "kind", "status", "reply");
        }
        return all;
    }

    private ArrayNode addresses(List<Row> recipients, String kind) {
        ArrayNode addresses = mapper.createArrayNode();
        recipients.stream()
                .filter(r -> kind.equals(r.getString("kind")))
                .forEach(r -> addresses.add(r.getString("address")));
        return addresses;
    }

    private static Row first(List<Row> recipients) {
        return recipients.stream()
                .filter(r -> "to".equals(r.getString("kind")))
                .findFirst()
                .orElse(null);
    }

    private static boolean isWaiting(Row row) {
        return List.of("pending", "queued").contains(row.getString("status"));
    }

    private JsonNode map(Row row, String column) {
        JsonNode node = parsed(row.getString(column));
        return node != null && node.isObject() ? node : mapper.createObjectNode();
    }

    private JsonNode list(Row row, String column) {
        JsonNode node = parsed(row.getString(column));
        return node != null && node.isArray() ? node : mapper.createArrayNode();
    }

    private JsonNode parsed(String text) {
        try {
            return text == null ? null : mapper.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A JSON column of the outbox holds no JSON.", broken);
        }
    }

    private static void texts(ObjectNode node, Row row, String... columns) {
        for (String column : columns) {
            node.put(column, row.getString(column));
        }
    }

    private static void times(ObjectNode node, Row row, String... columns) {
        for (String column : columns) {
            node.put(column, time(row, column));
        }
    }

    private static String time(Row row, String column) {
        LocalDateTime time = row.getLocalDateTime(column);
        return time == null ? null : WireTime.text(time.toInstant(ZoneOffset.UTC));
    }
}
