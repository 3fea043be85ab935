package com.altimacrm.email.outbox.rest;

import com.altimacrm.email.identity.Caller;
import com.altimacrm.email.input.Input;
import com.altimacrm.email.outbox.MailFilter;
import com.altimacrm.email.outbox.MailPeriod;
import com.altimacrm.email.outbox.PageRequest;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** The query string of a list, read the contract's way. */
final class MailQuery {
    private static final int MAX_TEXT = 255;
    private static final String[] STATUSES = {
        "pending", "queued", "sent", "failed", "bounced", "uncertain", "cancelled", MailFilter.DELIVERED
    };
    /** A day, or a moment with or without seconds, fractions and offset, "T" or a space between. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private final Input input;

    MailQuery(UriInfo uri) {
        this.input = Input.ofQuery(uri.getQueryParameters());
    }

    /** The tenant to look into; empty only for an operator who names none. */
    Optional<String> scope(Caller caller) {
        return caller.scope(tenantId());
    }

    /** The one tenant a list is about. */
    String tenant(Caller caller) {
        return caller.tenant(tenantId());
    }

    private String tenantId() {
        String tenantId = input.text("tenant_id", 64);
        input.check();
        return tenantId;
    }

    /** Every filter; providers are left to {@link #provider}. Throws what was faulty. */
    MailFilter filter(String tenantId) {
        MailFilter filter = new MailFilter(
                tenantId,
                input.oneOf("status", STATUSES),
                input.text("search", MAX_TEXT),
                input.text("from_email", MAX_TEXT),
                input.text("to_email", 320),
                input.text("subject", MAX_TEXT),
                null,
                input.text("user_id", 64),
                period());
        input.check();
        return filter;
    }

    /** The provider asked for; null when none is. */
    String provider(String parameter) {
        String provider = input.text(parameter, MAX_TEXT);
        input.check();
        return provider;
    }

    /** The page; a faulty one is refused. */
    PageRequest page(int perPage, int max) {
        Integer page = input.integer("page", 1, Integer.MAX_VALUE);
        Integer size = input.integer("per_page", 1, max);
        input.check();
        return new PageRequest(page == null ? 1 : page, size == null ? perPage : size);
    }

    /** The page, as the older lists read it: what is faulty gives way to the default, what is too much to the most. */
    PageRequest lenientPage(int perPage, int max) {
        return new PageRequest(
                lenient("page", 1, Integer.MAX_VALUE), Math.min(lenient("per_page", perPage, Integer.MAX_VALUE), max));
    }

    private int lenient(String field, int otherwise, int max) {
        try {
            long value = Long.parseLong(Optional.ofNullable(input.raw(field))
                    .map(node -> node.asText().strip())
                    .orElse(""));
            return value < 1 ? otherwise : (int) Math.min(value, max);
        } catch (NumberFormatException notNumber) {
            return otherwise;
        }
    }

    private MailPeriod period() {
        LocalDateTime from = moment("date_from", 0);
        // A day as upper bound means the whole day; a moment means up to and including it.
        LocalDateTime until = moment("date_to", 1);
        if (from != null && until != null && !from.isBefore(until)) {
            input.fault("date_to", "Lies before date_from.");
        }
        return new MailPeriod(from, until);
    }

    private LocalDateTime moment(String field, int step) {
        String text = input.text(field, 40);
        if (text == null) {
            return null;
        }
        try {
            // "+" of an offset is a space in a query string unless it was encoded.
            TemporalAccessor read = MOMENT.parseBest(
                    text.replaceFirst("^(\\S{10}) (?=\\d)", "$1T").replace(' ', '+'),
                    OffsetDateTime::from,
                    LocalDateTime::from,
                    LocalDate::from);
            return utc(read, step);
        } catch (DateTimeException notTime) {
            input.fault(field, "'" + text + "' is no date; use YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.");
            return null;
        }
    }

    private static LocalDateTime utc(TemporalAccessor read, int step) {
        if (read instanceof LocalDate day) {
            return day.plusDays(step).atStartOfDay();
        }
        LocalDateTime time = read instanceof OffsetDateTime moment
                ? moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                : (LocalDateTime) read;
        return time.plus(step, ChronoUnit.MICROS);
    }
}
