package com.altimacrm.email.transport.smtp;

import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.RecipientRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a server's refusal means for the mail (RFC 5321 §4.2, RFC 3463). */
final class Verdict {
    private static final List<String> PACING_WORDS =
            List.of("throttl", "too many", "too fast", "slow down", "rate limit", "rate-limit", "ratelimit", " rate ");

    private Verdict() {}

    /** The mail as a whole was refused at MAIL; a temporary refusal there is about us, not about the mail. */
    static DeliveryOutcome atMail(SmtpReply reply) {
        return reply.permanent() && !reply.wantsLogin()
                ? new Rejected(reply.text(), List.of())
                : deferred(reply.text(), true, List.of());
    }

    /** The mail as a whole was refused at DATA or at its end. */
    static DeliveryOutcome ofBody(SmtpReply reply, List<RecipientRefusal> refused) {
        return reply.permanent() && !reply.wantsLogin()
                ? new Rejected(reply.text(), refused)
                : deferred(reply.text(), pacing(reply), refused);
    }

    /** Every recipient was refused. */
    static DeliveryOutcome ofRecipients(List<RecipientRefusal> refused, boolean pacing) {
        return refused.stream()
                .filter(r -> !r.permanent())
                .findFirst()
                .<DeliveryOutcome>map(first -> deferred(first.reason(), pacing, refused))
                .orElseGet(() -> new Rejected(refused.get(0).reason(), refused));
    }

    /** Nothing was taken now; of the refusals only those for good are worth keeping. */
    static Deferred deferred(String reason, boolean pacing, List<RecipientRefusal> refused) {
        List<RecipientRefusal> forGood =
                refused.stream().filter(RecipientRefusal::permanent).toList();
        return new Deferred(reason, pacing, Optional.empty(), forGood);
    }

    /** One recipient's refusal; 552 there means a full mailbox and is worth another try (RFC 5321 §4.5.3.1.10). */
    static RecipientRefusal refusal(int position, SmtpReply reply) {
        boolean permanent = reply.permanent() && reply.code() != 552 && !reply.wantsLogin();
        return new RecipientRefusal(position, permanent, reply.text());
    }

    /** Whether a refusal asks us to slow down rather than speaks of this mail or mailbox. */
    static boolean pacing(SmtpReply reply) {
        if (reply.closing() || reply.code() == 454 || reply.wantsLogin()) {
            return true;
        }
        String status = reply.enhanced();
        boolean policyOrSystem = status.startsWith("4.7.") || status.startsWith("4.3.") || status.equals("4.4.5");
        return reply.temporary() && (policyOrSystem || speaksOfPace(reply.text()));
    }

    private static boolean speaksOfPace(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return PACING_WORDS.stream().anyMatch(lower::contains);
    }

    /** The id the server gave the mail ("queued as 4F2A", "Ok 0100…", "OK id=1abc"), or null. */
    static String messageId(SmtpReply reply) {
        String text = String.join(" ", reply.lines());
        String lower = text.toLowerCase(Locale.ROOT);
        for (String sign : List.of("queued as ", "id=", "ok: ", "ok ", "queued mail for delivery ")) {
            int at = lower.indexOf(sign);
            String id = at < 0 ? null : idAt(text, at + sign.length());
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    private static String idAt(String text, int from) {
        int start = from;
        while (start < text.length() && " <([".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        int to = start;
        while (to < text.length() && " >)],;".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        String word = text.substring(start, to);
        boolean shaped =
                word.length() >= 4 && word.length() <= 190 && word.chars().anyMatch(Character::isDigit);
        return shaped && !word.contains("=") ? word : null;
    }
}
