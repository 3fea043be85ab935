package com.altimacrm.email.outbox;

import com.altimacrm.email.problem.InvalidInput;

/**
 * A page of a list. Pages reach {@value #DEPTH} rows deep: deeper ones would cost more with every row, so the caller
 * moves on by date instead.
 *
 * @param page number from 1
 * @param perPage rows on a page
 */
public record PageRequest(int page, int perPage) {
    /** How many rows of a list pages can reach. */
    public static final int DEPTH = 10_000;

    /** @throws InvalidInput when the page lies too deep */
    public PageRequest {
        if ((long) (page - 1) * perPage >= DEPTH) {
            throw new InvalidInput(
                    "page",
                    "Page " + page + " lies past the first " + DEPTH
                            + " rows; narrow the list, for instance with date_to.");
        }
    }

    /** Rows before this page. */
    public int offset() {
        return (page - 1) * perPage;
    }
}
