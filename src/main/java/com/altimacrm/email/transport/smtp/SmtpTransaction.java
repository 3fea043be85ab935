package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.message.WrittenMail;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.RecipientRefusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One mail on one line: MAIL, RCPT, DATA, and what the replies mean. The line carries nothing else meanwhile.
 *
 * <p>The one thing it never forgets is whether the end of the body was handed to the line: before that the server
 * cannot have taken the mail, after that nobody knows until the reply.
 */
final class SmtpTransaction {
    private static final int BLOCK = 256 * 1024;
    private static final String LONE_DOT = ".\r\n";

    private final SmtpLine line;
    private final SmtpConfig config;
    private final WrittenMail mail;
    private final Envelope envelope;
    private final List<RecipientRefusal> refused = new ArrayList<>();
    private final List<SmtpReply> rcptReplies = new ArrayList<>();
    private SmtpReply mailReply;
    private SmtpReply dataReply;
    private int accepted;
    private boolean pacing;
    private boolean ended;
    private boolean clean;
    private LineBroken broken;

    SmtpTransaction(SmtpLine line, SmtpConfig config, OutgoingMessage message, WrittenMail mail) {
        this.line = line;
        this.config = config;
        this.mail = mail;
        this.envelope = new Envelope(message, mail, line.capabilities());
        this.refused.addAll(envelope.refused());
    }

    /**
     * Makes the attempt; fails with {@link StaleLine} alone, when a kept line was dead before the server answered
     * anything.
     */
    Future<DeliveryOutcome> run() {
        boolean reused = line.begin();
        String impossible = envelope.impossible();
        if (impossible != null || envelope.recipients().isEmpty()) {
            clean = true;
            String reason = impossible == null ? refused.get(0).reason() : impossible;
            return Future.succeededFuture(new Rejected(reason, impossible == null ? refused : List.of()));
        }
        Future<Void> announced = line.capabilities().offers("PIPELINING") ? announceAtOnce() : announceInSteps();
        return announced.compose(x -> reused && unanswered() ? stale() : judged());
    }

    /** Brings the line back to where the next mail can start; whether that worked. Call after {@link #run}. */
    Future<Boolean> tidy() {
        if (clean || !line.usable() || line.farewell() != null) {
            return Future.succeededFuture(clean && line.usable());
        }
        return finishedData()
                .compose(x -> line.command("RSET", limit()))
                .map(SmtpReply::positive)
                .otherwise(false);
    }

    /** A server that wants a body although it refused every recipient gets an empty one, for nobody. */
    private Future<SmtpReply> finishedData() {
        if (dataReply == null || dataReply.code() != 354 || ended) {
            return Future.succeededFuture();
        }
        if (accepted > 0) {
            line.breakOff(new LineBroken("the body was cut short"));
        }
        line.send(Buffer.buffer(LONE_DOT));
        return line.reply(config.finalReplyTimeout());
    }

    private boolean unanswered() {
        return mailReply == null || mailReply.closing();
    }

    private Future<DeliveryOutcome> stale() {
        line.breakOff(new LineBroken("the server had ended the idle line"));
        return Future.failedFuture(new StaleLine(lineTrouble()));
    }

    private Future<Void> announceAtOnce() {
        line.send(envelope.batch());
        Future<Void> all = note(line.reply(limit()), reply -> mailReply = reply);
        for (int i = 0; i < envelope.recipients().size(); i++) {
            Future<SmtpReply> reply = line.reply(limit());
            all = all.compose(x -> note(reply, rcptReplies::add));
        }
        Future<SmtpReply> data = line.reply(limit());
        return all.compose(x -> note(data, reply -> dataReply = reply));
    }

    private Future<Void> announceInSteps() {
        Future<Void> all = note(line.command(envelope.mailFrom(), limit()), reply -> mailReply = reply);
        for (Recipient recipient : envelope.recipients()) {
            all = all.compose(x -> mayGoOn() ? ask(recipient) : nothing());
        }
        return all.compose(x -> mayGoOn() && anyAccepted() ? askForData() : nothing());
    }

    private Future<Void> ask(Recipient recipient) {
        return note(line.command(Envelope.rcptTo(recipient), limit()), rcptReplies::add);
    }

    private Future<Void> askForData() {
        return note(line.command("DATA", limit()), reply -> dataReply = reply);
    }

    private boolean mayGoOn() {
        return broken == null && line.farewell() == null && mailReply.positive();
    }

    private boolean anyAccepted() {
        return rcptReplies.stream().anyMatch(SmtpReply::positive);
    }

    /** Notes a reply; a broken line is noted too and is no failure here, for what was said before it broke counts. */
    private Future<Void> note(Future<SmtpReply> reply, java.util.function.Consumer<SmtpReply> to) {
        return reply.<Void>map(said -> {
                    to.accept(said);
                    return null;
                })
                .recover(failure -> {
                    broken = (LineBroken) failure;
                    return nothing();
                });
    }

    private Future<DeliveryOutcome> judged() {
        sortRecipients();
        if (mailReply != null && !mailReply.positive()) {
            return answer(Verdict.atMail(mailReply));
        }
        if (line.farewell() != null || broken != null && !decided()) {
            boolean away = line.farewell() != null || broken.timedOut();
            return answer(Verdict.deferred(lineTrouble(), away, refused));
        }
        if (accepted == 0) {
            return answer(Verdict.ofRecipients(refused, pacing));
        }
        return dataReply.code() == 354 ? sendBody() : answer(Verdict.ofBody(dataReply, refused));
    }

    /** Whether the server refused every recipient before the line broke. */
    private boolean decided() {
        return rcptReplies.size() == envelope.recipients().size() && accepted == 0;
    }

    private void sortRecipients() {
        for (int i = 0; i < rcptReplies.size(); i++) {
            SmtpReply reply = rcptReplies.get(i);
            if (reply.positive()) {
                accepted++;
            } else if (mailReply.positive()) {
                refused.add(Verdict.refusal(envelope.recipients().get(i).position(), reply));
                pacing |= Verdict.pacing(reply);
            }
        }
    }

    private Future<DeliveryOutcome> sendBody() {
        Buffer data = DotStuffing.of(mail.bytes());
        return send(data, 0)
                .compose(x -> line.reply(ended ? config.finalReplyTimeout() : Duration.ofMillis(1)))
                .compose(this::finished)
                .recover(failure -> answer(cutOff()));
    }

    /** Sends block by block, and stops when the server speaks before the end: it only does so to refuse. */
    private Future<Void> send(Buffer data, int from) {
        if (line.early() != null) {
            return nothing();
        }
        if (!line.usable()) {
            return Future.failedFuture(new LineBroken(line.trouble()));
        }
        int to = Math.min(data.length(), from + BLOCK);
        ended = to == data.length();
        Future<Void> sent = line.send(from == 0 && ended ? data : data.slice(from, to))
                .timeout(config.dataBlockTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return ended ? sent : sent.compose(x -> send(data, to));
    }

    private Future<DeliveryOutcome> finished(SmtpReply reply) {
        if (reply.positive() && ended) {
            clean = line.early() == null;
            return answer(new Accepted(reply.text(), Verdict.messageId(reply), refused));
        }
        boolean refusal = reply.temporary() || reply.permanent();
        if (!ended || !refusal) {
            line.breakOff(new LineBroken("the server answered out of turn: " + reply.text()));
        }
        return answer(refusal ? Verdict.ofBody(reply, refused) : cutOff());
    }

    private DeliveryOutcome cutOff() {
        line.breakOff(new LineBroken("the body could not be sent in time"));
        return ended
                ? new Unconfirmed("After the body was sent, " + lineTrouble() + ".", refused)
                : Verdict.deferred("Before the body was complete, " + lineTrouble() + ".", false, refused);
    }

    private String lineTrouble() {
        SmtpReply farewell = line.farewell();
        return farewell == null ? line.trouble() : farewell.text();
    }

    private Duration limit() {
        return config.commandTimeout();
    }

    private static Future<DeliveryOutcome> answer(DeliveryOutcome outcome) {
        return Future.succeededFuture(outcome);
    }

    private static Future<Void> nothing() {
        return Future.succeededFuture();
    }
}
