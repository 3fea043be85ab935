package com.altimacrm.email.platform;

import com.altimacrm.email.problem.Conflict;
import com.altimacrm.email.problem.InvalidInput;
import com.altimacrm.email.problem.NotFound;
import com.altimacrm.email.problem.Unavailable;
import com.altimacrm.email.problem.WrongState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A failure as its answer on the wire: what a request that failed is answered with, or one of many in a request.
 *
 * @param status the HTTP status
 * @param message words for people
 * @param errors faults by dotted field name; null where no field is at fault
 */
public record Refusal(int status, String message, Map<String, List<String>> errors) {
    /** Words for a database that is away. */
    static final String AWAY = "The database is away; nothing was done, try again in a moment.";

    /** How that failure is answered; empty for a fault of ours. */
    public static Optional<Refusal> of(Throwable failure) {
        if (failure instanceof InvalidInput invalid) {
            return Optional.of(new Refusal(422, invalid.getMessage(), invalid.errors()));
        }
        return status(failure).map(status -> new Refusal(status, words(status, failure), null));
    }

    private static Optional<Integer> status(Throwable failure) {
        if (failure instanceof NotFound) {
            return Optional.of(404);
        }
        if (failure instanceof Conflict) {
            return Optional.of(409);
        }
        if (failure instanceof WrongState) {
            return Optional.of(400);
        }
        boolean away = failure instanceof Unavailable || DatabaseFaults.isAway(failure);
        return away ? Optional.of(503) : Optional.empty();
    }

    private static String words(int status, Throwable failure) {
        return status == 503 && !(failure instanceof Unavailable) ? AWAY : failure.getMessage();
    }
}
