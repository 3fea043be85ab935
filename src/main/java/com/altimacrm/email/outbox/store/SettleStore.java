package com.altimacrm.email.outbox.store;

import com.altimacrm.email.attachment.AttachmentRefs;
import com.altimacrm.email.outbox.ClaimedMail;
import com.altimacrm.email.outbox.MailStatus;
import com.altimacrm.email.outbox.Publication;
import com.altimacrm.email.outbox.RecipientUpdate;
import com.altimacrm.email.outbox.ReplicaName;
import com.altimacrm.email.outbox.Settled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what attempts came to: row, recipients, timeline, totals and what is owed to the broker, in one transaction.
 *
 * <p>The row's update names the fence of the claim; a mail that somebody else has claimed since is left as it is, and
 * nothing else of its outcome is written.
 */
@ApplicationScoped
public class SettleStore {
    private static final String UPDATE =
            """
            update outbox set status = ?, retry_count = ?, error_message = ?,
              provider_message_id = coalesce(?, provider_message_id),
              provider_response = coalesce(?, provider_response),
              sent_at = case when ? then utc_timestamp(6) else sent_at end,
              processing_time_ms = ?, queue_processed = ?,
              not_before = utc_timestamp(6) + interval ? microsecond,
              due_at = case when ? then utc_timestamp(6) + interval ? microsecond else null end,
              lease_owner = null, previous_owner = null, updated_at = utc_timestamp(6)
            where id = ? and fence = ? and lease_owner = ?""";
    private static final String UPDATE_RECIPIENT =
            "update outbox_recipients set status = ?, reply = ? where outbox_id = ? and position = ?";

    private static final String UPDATE_ATTACHMENTS = "update outbox_content set attachments = ? where outbox_id = ?";

    private final Pool pool;
    private final ReplicaName replica;

    SettleStore(Pool pool, ReplicaName replica) {
        this.pool = pool;
        this.replica = replica;
    }

    /**
     * Writes a batch of outcomes.
     *
     * @return per outcome whether it was written; false where the lease was lost
     */
    public Uni<List<Boolean>> settle(List<Settled> batch) {
        return Sql.inTransaction(pool, connection -> Sql.counts(connection, UPDATE, rows(batch))
                .chain(counts -> followUp(connection, batch, counts)));
    }

    /** Whether a failed write is the fault of an outcome's own data, and not of the database's state. */
    public static boolean isBadOutcome(Throwable failure) {
        return Sql.isRefusal(failure);
    }

    private List<Tuple> rows(List<Settled> batch) {
        return batch.stream().map(this::row).toList();
    }

    private Tuple row(Settled settled) {
        ClaimedMail mail = settled.mail();
        boolean waits = settled.nextIn() != null;
        long micros = waits ? Sql.micros(settled.nextIn()) : 0;
        long took = Duration.between(mail.claimedAt(), Instant.now()).toMillis();
        return Sql.tuple(
                settled.status().wireName(),
                settled.retryCount(),
                Events.shortened(settled.error()),
                settled.providerMessageId(),
                settled.providerResponse(),
                settled.status() == MailStatus.SENT,
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, took)),
                !waits,
                micros,
                waits,
                micros,
                mail.id(),
                mail.fence(),
                replica.value());
    }

    private static Uni<List<Boolean>> followUp(SqlConnection connection, List<Settled> batch, List<Integer> counts) {
        List<Tuple> recipients = new ArrayList<>();
        List<Tuple> events = new ArrayList<>();
        List<Tuple> publications = new ArrayList<>();
        List<Tuple> attachments = new ArrayList<>();
        List<Boolean> written = new ArrayList<>();
        Counters counters = new Counters();
        for (int i = 0; i < batch.size(); i++) {
            Settled settled = batch.get(i);
            boolean ours = counts.get(i) == 1;
            written.add(ours);
            if (ours) {
                collect(settled, recipients, events, publications, counters);
                if (settled.attachments() != null) {
                    attachments.add(Sql.tuple(
                            AttachmentRefs.write(settled.attachments()),
                            settled.mail().id()));
                }
            }
        }
        return Sql.together(List.of(
                        Sql.batch(connection, UPDATE_RECIPIENT, recipients),
                        Events.insert(connection, events),
                        Sql.batch(connection, UPDATE_ATTACHMENTS, attachments),
                        Sql.batch(connection, PublicationStore.INSERT, publications),
                        counters.write(connection)))
                .replaceWith(written);
    }

    private static void collect(
            Settled settled, List<Tuple> recipients, List<Tuple> events, List<Tuple> publications, Counters counters) {
        ClaimedMail mail = settled.mail();
        for (RecipientUpdate update : settled.recipients()) {
            recipients.add(Sql.tuple(
                    update.status().wireName(), Events.shortened(update.reply()), mail.id(), update.position()));
        }
        settled.events().forEach(event -> events.add(Events.row(mail.tenantId(), mail.id(), event)));
        Publication owed = settled.deadLetter();
        if (owed != null) {
            publications.add(PublicationStore.row(mail.tenantId(), owed));
        }
        if (settled.status().isEnd()) {
            counters.add(mail.tenantId(), mail.providerId(), settled.status().wireName(), 1);
        }
    }
}
