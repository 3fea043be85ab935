package com.altimacrm.email.transport.postmark;

import com.altimacrm.email.message.OutgoingMessage;
import com.altimacrm.email.message.Recipient;
import com.altimacrm.email.transport.DeliveryOutcome;
import com.altimacrm.email.transport.DeliveryOutcome.Accepted;
import com.altimacrm.email.transport.DeliveryOutcome.Deferred;
import com.altimacrm.email.transport.DeliveryOutcome.Rejected;
import com.altimacrm.email.transport.DeliveryOutcome.Unconfirmed;
import com.altimacrm.email.transport.RecipientRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Postmark's answer means for the mail. */
final class PostmarkVerdict {
    private static final int INACTIVE = 406;
    /** Maintenance, out of credits, too fast: about the account, not about this mail. */
    private static final Set<Integer> PACING_CODES = Set.of(100, 405, 429);
    /** Both the refusal of all and the acceptance of the rest name them so. */
    private static final Pattern NAMED = Pattern.compile("inactive address(?:es)?:\\s*(\\S+(?:\\s*,\\s*\\S+)*)");

    private PostmarkVerdict() {}

    /** Of an answer to a mail. */
    static DeliveryOutcome ofMail(PostmarkAnswer answer, OutgoingMessage message) {
        int status = answer.status();
        if (status == 200 || status == 422) {
            return ofPostmark(answer, message);
        }
        if (status == 504) {
            return new Unconfirmed("Postmark's gateway had no answer in time (" + answer.text() + ").", List.of());
        }
        if (status == 400 || status == 413) {
            return new Rejected(answer.text(), List.of());
        }
        return refused(answer);
    }

    /** Of an answer to the question which server a token is for. */
    static DeliveryOutcome ofServer(PostmarkAnswer answer) {
        if (answer.status() != 200) {
            return refused(answer);
        }
        return answer.serverName() == null
                ? deferred("The endpoint does not answer as Postmark does; check endpoint.", true, answer)
                : new Accepted("Logged in to Postmark's server '" + answer.serverName() + "'.", null, List.of());
    }

    private static DeliveryOutcome ofPostmark(PostmarkAnswer answer, OutgoingMessage message) {
        if (answer.status() == 200 && (answer.code() < 0 || answer.code() == 0 && answer.messageId() == null)) {
            return new Unconfirmed(
                    "Postmark's answer could not be read; whether it took the mail is not known.", List.of());
        }
        List<RecipientRefusal> inactive = inactive(answer, message);
        if (answer.code() == 0 && answer.status() == 200) {
            return new Accepted(answer.words().isEmpty() ? "OK" : answer.words(), answer.messageId(), inactive);
        }
        if (PACING_CODES.contains(answer.code())) {
            return deferred(answer.text(), true, answer);
        }
        boolean others = answer.code() == INACTIVE
                && !inactive.isEmpty()
                && inactive.size() < message.envelopeTo().size();
        return others
                ? new Deferred(answer.text(), false, Optional.empty(), inactive)
                : new Rejected(answer.text(), inactive);
    }

    /** What is no answer to this mail, but about the login, the endpoint, the pace or Postmark's health. */
    private static DeliveryOutcome refused(PostmarkAnswer answer) {
        int status = answer.status();
        if (status == 401) {
            return deferred("Postmark refused the login (" + answer.text() + "); check api_token.", true, answer);
        }
        if (status == 429 || status == 503) {
            return deferred(answer.text(), true, answer);
        }
        if (status >= 500 || status == 408) {
            return deferred(answer.text(), false, answer);
        }
        return deferred(
                "The endpoint does not answer as Postmark does (" + answer.text() + "); check endpoint.", true, answer);
    }

    private static Deferred deferred(String reason, boolean pacing, PostmarkAnswer answer) {
        return new Deferred(reason, pacing, answer.retryAfter(), List.of());
    }

    /** Those that Postmark names as inactive. */
    private static List<RecipientRefusal> inactive(PostmarkAnswer answer, OutgoingMessage message) {
        boolean spoken = answer.code() == 0 || answer.code() == INACTIVE;
        Matcher named = NAMED.matcher(answer.words().toLowerCase(Locale.ROOT));
        if (!spoken || !named.find()) {
            return answer.code() == INACTIVE && message.envelopeTo().size() == 1
                    ? List.of(refusal(message.envelopeTo().get(0), answer))
                    : List.of();
        }
        Set<String> addresses =
                Set.copyOf(List.of(named.group(1).replaceAll("[.;]+$", "").split("\\s*,\\s*")));
        List<RecipientRefusal> refused = new ArrayList<>();
        for (Recipient recipient : message.envelopeTo()) {
            if (addresses.contains(recipient.address().address().toLowerCase(Locale.ROOT))) {
                refused.add(refusal(recipient, answer));
            }
        }
        return refused;
    }

    private static RecipientRefusal refusal(Recipient recipient, PostmarkAnswer answer) {
        return new RecipientRefusal(recipient.position(), true, answer.text());
    }
}
