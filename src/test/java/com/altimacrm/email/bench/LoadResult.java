package com.altimacrm.email.bench;

import java.util.Locale;

/**
 * What one phase showed.
 *
 * @param accepted submissions answered per second, first submission to last answer
 * @param delivered mails per second, first submission to last mail at the sink
 * @param accept time from submission to answer
 * @param attempt time from submission until the provider's server is told the recipient
 * @param repeats mails that arrived more than once
 * @param refused submissions answered other than 2xx
 */
record LoadResult(
        int mails, double accepted, double delivered, Timings accept, Timings attempt, int repeats, int refused) {

    boolean exactlyOnce() {
        return repeats == 0 && refused == 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d mails: accepted %.0f/s, delivered %.0f/s, accept %s, first attempt %s%s",
                mails,
                accepted,
                delivered,
                accept,
                attempt,
                exactlyOnce() ? "" : ", " + repeats + " REPEATS, " + refused + " REFUSED");
    }
}
