package com.altimacrm.email.transport.postmark;

import com.altimacrm.email.message.HeaderText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What Postmark answered.
 *
 * @param status the HTTP status
 * @param code its ErrorCode; -1 when it gave none
 * @param words its Message on one line, without the token; empty when it gave none
 * @param messageId its id for the mail, or null
 * @param serverName the name of the server whose token was used, or null
 * @param retryAfter how long it asked us to wait
 */
record PostmarkAnswer(
        int status, int code, String words, String messageId, String serverName, Optional<Duration> retryAfter) {
    private static final int MOST_WORDS = 2000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads an answer; a body that is not Postmark's gives no code and no words. */
    static PostmarkAnswer of(int status, String retryAfter, Buffer body, String token) {
        JsonNode json = parsed(body);
        return new PostmarkAnswer(
                status,
                json.path("ErrorCode").asInt(-1),
                shown(json.path("Message").asText(""), token),
                text(json, "MessageID"),
                text(json, "Name"),
                wait(retryAfter));
    }

    /** Status, code and words in one line. */
    String text() {
        String said = code > 0 ? "ErrorCode " + code : "HTTP " + status;
        return words.isEmpty() ? said : said + ": " + words;
    }

    private static JsonNode parsed(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }

    private static String text(JsonNode json, String key) {
        String text = json.path(key).asText("");
        return text.isBlank() || text.length() > 190 ? null : HeaderText.visible(text);
    }

    private static String shown(String words, String token) {
        String safe = HeaderText.visible(words.strip()).replace(token, "********");
        return safe.length() > MOST_WORDS ? safe.substring(0, MOST_WORDS) : safe;
    }

    private static Optional<Duration> wait(String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            Duration named = header.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(
                            Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from));
            return named.isNegative()
                    ? Optional.empty()
                    : Optional.of(named.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : named);
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }
}
