package com.altimacrm.email.outbox.store;

import com.altimacrm.email.attachment.AttachmentRefs;
import com.altimacrm.email.flow.Jitter;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.outbox.MailEvent;
import com.altimacrm.email.outbox.MailProgress;
import com.altimacrm.email.outbox.MailStatus;
import com.altimacrm.email.outbox.NewMail;
import com.altimacrm.email.outbox.OutboxConfig;
import com.altimacrm.email.outbox.Receipt;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.problem.Unavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Stores accepted mail: row, content, recipients, first event and totals in one transaction for a whole batch.
 *
 * <p>Submission keys are settled by the unique index: the insert is tried first, and only when it meets a known key is
 * the batch looked up and the rest inserted again. So the common case costs no extra read, and a race between doors,
 * replicas or two mails of one batch ends in one row.
 */
@ApplicationScoped
public class AcceptStore {
    private static final int ROUNDS = 6;

    private static final String INSERT_ROW =
            """
            insert into outbox (id, tenant_id, provider_id, user_id, submission_key, submission_digest,
              redelivery_digest, message_id, internet_message_id, subject, from_email, from_name, body_format, source,
              queue_name, processing_method, campaign_id, template_id, priority, scheduled_at, queued_at, not_before,
              due_at, created_at, updated_at) values""";
    private static final String ROW = "(" + "?,".repeat(21)
            + "greatest(utc_timestamp(6),coalesce(?,utc_timestamp(6))),"
            + "greatest(utc_timestamp(6)+interval ? microsecond,coalesce(?,utc_timestamp(6))),?,?)";
    private static final String INSERT_CONTENT =
            """
            insert into outbox_content (outbox_id, tenant_id, html_body, text_body, attachments, headers, reply_to,
              metadata) values""";
    private static final String CONTENT = "(?,?,?,?,?,?,?,?)";
    private static final String INSERT_RECIPIENT =
            """
            insert into outbox_recipients (outbox_id, position, tenant_id, kind, address, name) values""";
    private static final String RECIPIENT = "(?,?,?,?,?,?)";
    private static final String GET =
            """
            select id, message_id, internet_message_id, submission_digest, status, created_at
            from outbox where tenant_id = ? and id = ?""";
    private static final String PROGRESS =
            """
            select status, retry_count, provider_message_id, error_message, sent_at
            from outbox where tenant_id = ? and id = ?""";
    private static final String FIND =
            """
            select id, message_id, internet_message_id, submission_digest, status, created_at
            from outbox where tenant_id = ? and submission_key = ?
            union all
            select id, message_id, internet_message_id, submission_digest, status, created_at
            from outbox where tenant_id = ? and message_id = ?
            limit 1""";

    private final Pool pool;
    private final OutboxConfig config;

    AcceptStore(Pool pool, OutboxConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * Stores the mails, each exactly once.
     *
     * @return one receipt per mail, in order; {@link Receipt#replayed()} where the key was known
     */
    public Uni<List<Receipt>> accept(List<NewMail> mails) {
        Map<NewMail, Receipt> done = new IdentityHashMap<>();
        return round(mails, done, ROUNDS)
                .map(ignored -> mails.stream().map(done::get).toList());
    }

    /** The receipt of a stored mail; fails with {@link NotFound} when the tenant has no such mail. */
    public Uni<Receipt> get(String tenantId, String outboxId) {
        return read(GET, tenantId, outboxId).map(AcceptStore::replay);
    }

    /** How far a stored mail is; fails with {@link NotFound} when the tenant has no such mail. */
    public Uni<MailProgress> progress(String tenantId, String outboxId) {
        return read(PROGRESS, tenantId, outboxId)
                .map(row -> new MailProgress(
                        MailStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        row.getInteger("retry_count"),
                        row.getString("provider_message_id"),
                        row.getString("error_message"),
                        Sql.instant(row, "sent_at")));
    }

    private Uni<Row> read(String sql, String tenantId, String outboxId) {
        return pool.preparedQuery(sql).execute(Sql.tuple(tenantId, outboxId)).map(rows -> {
            if (rows.size() == 0) {
                throw new NotFound("There is no mail '" + outboxId + "'.");
            }
            return rows.iterator().next();
        });
    }

    /** Whether a failed write is the fault of a mail's own data, and not of the database's state. */
    public static boolean isBadMail(Throwable failure) {
        return Sql.isRefusal(failure);
    }

    private Uni<Void> round(List<NewMail> mails, Map<NewMail, Receipt> done, int roundsLeft) {
        List<NewMail> open =
                mails.stream().filter(mail -> !done.containsKey(mail)).toList();
        if (open.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (roundsLeft == 0) {
            return Uni.createFrom().failure(new Unavailable("The database is too busy with the same keys; try again."));
        }
        return insert(distinct(open))
                .invoke(done::putAll)
                .replaceWithVoid()
                .onFailure(Sql::isDuplicate)
                .recoverWithUni(() -> lookUp(open, done))
                .onFailure(Sql::isContention)
                .recoverWithUni(this::pause)
                .chain(() -> followers(open, done))
                .chain(() -> round(mails, done, roundsLeft - 1));
    }

    /** Mails that lost to a twin of the same batch find that twin's row. */
    private Uni<Void> followers(List<NewMail> open, Map<NewMail, Receipt> done) {
        List<NewMail> left =
                open.stream().filter(mail -> !done.containsKey(mail)).toList();
        return left.size() == open.size() ? Uni.createFrom().voidItem() : lookUp(left, done);
    }

    private Uni<Void> pause() {
        return Uni.createFrom().voidItem().onItem().delayIt().by(Jitter.around(Duration.ofMillis(20)));
    }

    private static List<NewMail> distinct(List<NewMail> open) {
        Set<String> keys = new HashSet<>();
        List<NewMail> firsts = new ArrayList<>();
        for (NewMail mail : open) {
            boolean newKey = mail.submissionKey() == null || keys.add(mail.tenantId() + "k" + mail.submissionKey());
            boolean newId = keys.add(mail.tenantId() + "m" + mail.messageId());
            if (newKey && newId) {
                firsts.add(mail);
            }
        }
        return firsts;
    }

    private Uni<Void> lookUp(List<NewMail> open, Map<NewMail, Receipt> done) {
        List<Uni<Void>> reads = open.stream()
                .filter(mail -> mail.submissionKey() != null)
                .map(mail -> lookUp(mail, done))
                .toList();
        return reads.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine().all().unis(reads).usingConcurrencyOf(4).discardItems();
    }

    private Uni<Void> lookUp(NewMail mail, Map<NewMail, Receipt> done) {
        return pool.preparedQuery(FIND)
                .execute(Sql.tuple(mail.tenantId(), mail.submissionKey(), mail.tenantId(), mail.messageId()))
                .invoke(rows -> rows.forEach(row -> {
                    synchronized (done) {
                        done.put(mail, replay(row));
                    }
                }))
                .replaceWithVoid();
    }

    private Uni<Map<NewMail, Receipt>> insert(List<NewMail> mails) {
        Instant now = Instant.now();
        return Sql.inTransaction(pool, connection -> Sql.together(statements(connection, mails, now)))
                .map(ignored -> {
                    Map<NewMail, Receipt> receipts = new IdentityHashMap<>();
                    mails.forEach(mail -> receipts.put(mail, fresh(mail, now)));
                    return receipts;
                });
    }

    private List<Uni<Void>> statements(SqlConnection connection, List<NewMail> mails, Instant now) {
        List<Tuple> rows = new ArrayList<>();
        List<Tuple> contents = new ArrayList<>();
        List<Tuple> recipients = new ArrayList<>();
        List<Tuple> events = new ArrayList<>();
        Counters counters = new Counters();
        for (NewMail mail : mails) {
            rows.add(row(mail, now));
            contents.add(content(mail));
            mail.recipients().forEach(recipient -> recipients.add(recipient(mail, recipient)));
            events.add(Events.row(
                    mail.tenantId(), mail.id(), new MailEvent(now, "accepted", mail.actor(), 0, null, mail.source())));
            counters.add(mail.tenantId(), mail.providerId(), Counters.ACCEPTED, 1);
        }
        return List.of(
                Sql.insert(connection, INSERT_ROW, ROW, rows),
                Sql.insert(connection, INSERT_CONTENT, CONTENT, contents),
                Sql.insert(connection, INSERT_RECIPIENT, RECIPIENT, recipients),
                Events.insert(connection, events),
                counters.write(connection));
    }

    private Tuple row(NewMail mail, Instant now) {
        return Sql.tuple(
                mail.id(),
                mail.tenantId(),
                mail.providerId(),
                mail.userId(),
                mail.submissionKey(),
                mail.digest(),
                mail.redeliverable() ? mail.digest() : null,
                mail.messageId(),
                mail.internetMessageId(),
                mail.subject(),
                mail.from().address(),
                mail.from().name(),
                mail.bodyFormat(),
                mail.source(),
                config.sendQueue(),
                "queue",
                mail.campaignId(),
                mail.templateId(),
                mail.priority(),
                Sql.utc(mail.scheduledAt()),
                Sql.utc(now),
                Sql.utc(mail.scheduledAt()),
                mail.scheduledAt() == null ? Sql.micros(config.doorbellGrace()) : 0L,
                Sql.utc(mail.scheduledAt()),
                Sql.utc(now),
                Sql.utc(now));
    }

    private static Tuple content(NewMail mail) {
        return Sql.tuple(
                mail.id(),
                mail.tenantId(),
                mail.html(),
                mail.text(),
                mail.attachments().isEmpty() ? null : AttachmentRefs.write(mail.attachments()),
                mail.headers().isEmpty() ? null : HeadersJson.write(mail.headers()),
                mail.replyTo() == null ? null : mail.replyTo().address(),
                mail.metadata());
    }

    private static Tuple recipient(NewMail mail, Recipient recipient) {
        return Sql.tuple(
                mail.id(),
                recipient.position(),
                mail.tenantId(),
                recipient.kind().name().toLowerCase(Locale.ROOT),
                recipient.address().address(),
                recipient.address().name());
    }

    private static Receipt fresh(NewMail mail, Instant now) {
        return new Receipt(
                mail.id(),
                mail.messageId(),
                mail.internetMessageId(),
                mail.digest(),
                MailStatus.PENDING.wireName(),
                now,
                false);
    }

    private static Receipt replay(Row row) {
        return new Receipt(
                row.getString("id"),
                row.getString("message_id"),
                row.getString("internet_message_id"),
                row.getString("submission_digest"),
                row.getString("status"),
                Sql.instant(row, "created_at"),
                true);
    }
}
