package com.altimacrm.email.outbox.store;

import com.altimacrm.email.attachment.AttachmentRefs;
import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.RecipientKind;
import com.altimacrm.email.outbox.ClaimRequest;
import com.altimacrm.email.outbox.ClaimedMail;
import com.altimacrm.email.outbox.MailReference;
import com.altimacrm.email.outbox.MailStatus;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.outbox.ReplicaName;
import com.altimacrm.email.transport.RecipientRefusal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Leases on mails: claim, renew, give back, and find what is due. A claim also looks the recipients up in the
 * suppression list, so that no mail leaves unchecked.
 *
 * <p>A claim is one conditional update per row: it matches a free row whose time has come, or a row whose lease has
 * lapsed (which counts as a failed attempt), and raises the fence. All times are the database's, so replicas' clocks do not matter. {@code due_at} is
 * both the time a sweep may take a free row and the time a lease lapses, so one index finds both.
 */
@ApplicationScoped
public class ClaimStore {
    private static final String CLAIM =
            """
            update outbox set retry_count = retry_count + case when lease_owner is null then 0 else 1 end,
              previous_owner = lease_owner, lease_owner = ?, fence = fence + 1,
              due_at = utc_timestamp(6) + interval ? microsecond,
              processing_started_at = utc_timestamp(6), updated_at = utc_timestamp(6)
            where id = ? and status in ('pending', 'queued')
              and ((lease_owner is null and not_before <= utc_timestamp(6)) or (due_at <= utc_timestamp(6) and ?))""";
    private static final String READ =
            """
            select o.id, o.tenant_id, o.provider_id, o.fence, o.previous_owner, o.retry_count, o.message_id,
              o.internet_message_id, o.subject, o.from_email, o.from_name, o.created_at, o.processing_started_at,
              c.html_body, c.text_body, c.attachments, c.headers, c.reply_to
            from outbox o join outbox_content c on c.outbox_id = o.id
            where o.id in (%s) and o.lease_owner = ?""";
    private static final String READ_RECIPIENTS =
            """
            select r.outbox_id, r.position, r.kind, r.address, r.name, r.status, s.reason as suppressed
            from outbox_recipients r left join suppressions s on s.tenant_id = r.tenant_id
              and s.address = lower(r.address) collate utf8mb4_bin
              and (s.expires_at is null or s.expires_at > utc_timestamp(6))
            where r.outbox_id in (%s) order by r.outbox_id, r.position""";
    private static final String RENEW =
            """
            update outbox set due_at = utc_timestamp(6) + interval ? microsecond
            where id = ? and fence = ? and lease_owner = ?""";
    private static final String GIVE_BACK =
            """
            update outbox set lease_owner = null, due_at = utc_timestamp(6), not_before = utc_timestamp(6)
            where id = ? and fence = ? and lease_owner = ?""";
    private static final String PROVIDERS_DUE =
            """
            select provider_id, min(due_at) as first from outbox
            where due_at > '1970-01-02' group by provider_id having first <= utc_timestamp(6)""";
    private static final String DUE =
            """
            select id, tenant_id, provider_id from outbox
            where provider_id = ? and due_at <= utc_timestamp(6) + interval ? microsecond
              and ((lease_owner is null and not_before <= utc_timestamp(6)) or (due_at <= utc_timestamp(6) and ?))
            order by due_at limit ?""";

    private static final String SUPPRESSED = "The address is on the suppression list";

    private final Pool pool;
    private final OutboxConfig config;
    private final ReplicaName replica;

    ClaimStore(Pool pool, OutboxConfig config, ReplicaName replica) {
        this.pool = pool;
        this.config = config;
        this.replica = replica;
    }

    /**
     * Claims what can be claimed of the named mails; rows are visited in the order of their ids, as everywhere.
     *
     * @return per request the claimed mail, or null where it is not ours to take (held, ended, not yet due, unknown)
     */
    public Uni<List<ClaimedMail>> claim(List<ClaimRequest> requests) {
        SortedMap<String, Boolean> wanted = new TreeMap<>();
        requests.forEach(request -> wanted.merge(request.outboxId(), request.lapsed(), Boolean::logicalOr));
        return Sql.inTransaction(pool, connection -> claimed(connection, wanted))
                .map(mails -> requests.stream()
                        .map(request -> mails.remove(request.outboxId()))
                        .toList());
    }

    /** Extends the leases of mails still held; answers the ids whose lease was lost to another. */
    public Uni<List<String>> renew(List<ClaimedMail> held) {
        List<ClaimedMail> sorted =
                held.stream().sorted(Comparator.comparing(ClaimedMail::id)).toList();
        List<Tuple> tuples = sorted.stream()
                .map(mail -> Sql.tuple(Sql.micros(config.lease()), mail.id(), mail.fence(), replica.value()))
                .toList();
        return Sql.inTransaction(pool, connection -> Sql.counts(connection, RENEW, tuples))
                .onFailure(Sql::isContention)
                .retry()
                .atMost(3)
                .map(counts -> lost(sorted, counts));
    }

    /** Gives mails back at once, untouched, for any replica to take. */
    public Uni<Void> giveBack(List<ClaimedMail> held) {
        List<Tuple> tuples = held.stream()
                .map(mail -> Sql.tuple(mail.id(), mail.fence(), replica.value()))
                .toList();
        return Sql.inTransaction(pool, connection -> Sql.batch(connection, GIVE_BACK, tuples));
    }

    /** Providers with mail whose time has come. Skips through the index, one step per provider. */
    public Uni<List<String>> providersWithDueMail() {
        return pool.query(PROVIDERS_DUE).execute().map(rows -> {
            List<String> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getString("provider_id")));
            return ids;
        });
    }

    /**
     * Mails of one provider that may be claimed, oldest first.
     *
     * @param ahead also takes free mails whose doorbell grace ends within this time
     * @param lapsed whether mails under a lapsed lease may be taken
     * @param limit most rows
     */
    public Uni<List<MailReference>> due(String providerId, Duration ahead, boolean lapsed, int limit) {
        return pool.preparedQuery(DUE)
                .execute(Sql.tuple(providerId, Sql.micros(ahead), lapsed, limit))
                .map(rows -> {
                    List<MailReference> due = new ArrayList<>();
                    rows.forEach(row -> due.add(new MailReference(
                            row.getString("id"), row.getString("tenant_id"), row.getString("provider_id"))));
                    return due;
                });
    }

    private Uni<Map<String, ClaimedMail>> claimed(SqlConnection connection, SortedMap<String, Boolean> wanted) {
        List<String> ids = List.copyOf(wanted.keySet());
        List<Tuple> tuples = ids.stream()
                .map(id -> Sql.tuple(replica.value(), Sql.micros(config.lease()), id, wanted.get(id)))
                .toList();
        return Sql.counts(connection, CLAIM, tuples).chain(counts -> {
            List<String> ours = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                if (counts.get(i) == 1) {
                    ours.add(ids.get(i));
                }
            }
            return ours.isEmpty() ? Uni.createFrom().item(new HashMap<>()) : read(connection, ours);
        });
    }

    private Uni<Map<String, ClaimedMail>> read(SqlConnection connection, List<String> ids) {
        String marks = Sql.marks(ids.size());
        Tuple rowsTuple = Sql.ids(ids).addString(replica.value());
        Uni<RowSet<Row>> rows =
                connection.preparedQuery(String.format(READ, marks)).execute(rowsTuple);
        Uni<RowSet<Row>> recipients =
                connection.preparedQuery(String.format(READ_RECIPIENTS, marks)).execute(Sql.ids(ids));
        return Uni.combine().all().unis(rows, recipients).with(ClaimStore::assemble);
    }

    private static Map<String, ClaimedMail> assemble(RowSet<Row> rows, RowSet<Row> recipientRows) {
        Map<String, Recipients> recipients = new HashMap<>();
        for (Row row : recipientRows) {
            recipients
                    .computeIfAbsent(row.getString("outbox_id"), id -> new Recipients())
                    .add(recipient(row), row.getString("status"), row.getString("suppressed"));
        }
        Map<String, ClaimedMail> mails = new HashMap<>();
        for (Row row : rows) {
            String id = row.getString("id");
            mails.put(id, mail(row, recipients.getOrDefault(id, new Recipients())));
        }
        return mails;
    }

    /** The recipients of one mail, told apart by what became of them. */
    private static final class Recipients {
        private final List<Recipient> all = new ArrayList<>();
        private final List<Recipient> open = new ArrayList<>();
        private final List<Recipient> failed = new ArrayList<>();
        private final List<RecipientRefusal> suppressed = new ArrayList<>();

        void add(Recipient recipient, String status, String reason) {
            all.add(recipient);
            if (MailStatus.PENDING.wireName().equals(status)) {
                open.add(recipient);
                if (reason != null) {
                    suppressed.add(new RecipientRefusal(recipient.position(), true, SUPPRESSED + " (" + reason + ")."));
                }
            } else if (MailStatus.FAILED.wireName().equals(status)) {
                failed.add(recipient);
            }
        }
    }

    private static Recipient recipient(Row row) {
        return new Recipient(
                row.getInteger("position"),
                RecipientKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new EmailAddress(row.getString("address"), row.getString("name")));
    }

    private static ClaimedMail mail(Row row, Recipients recipients) {
        String replyTo = row.getString("reply_to");
        return new ClaimedMail(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("provider_id"),
                row.getLong("fence"),
                row.getString("previous_owner"),
                row.getInteger("retry_count"),
                row.getString("message_id"),
                row.getString("internet_message_id"),
                new EmailAddress(row.getString("from_email"), row.getString("from_name")),
                replyTo == null ? null : EmailAddress.of(replyTo),
                recipients.all,
                recipients.open,
                recipients.failed,
                recipients.suppressed,
                row.getString("subject"),
                row.getString("html_body"),
                row.getString("text_body"),
                AttachmentRefs.read(row.getString("attachments")),
                HeadersJson.read(row.getString("headers")),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "processing_started_at"));
    }

    private static List<String> lost(List<ClaimedMail> held, List<Integer> counts) {
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            if (counts.get(i) == 0) {
                lost.add(held.get(i).id());
            }
        }
        return lost;
    }
}
