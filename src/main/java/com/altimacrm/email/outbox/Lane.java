package com.altimacrm.email.outbox;

import com.altimacrm.email.flow.Jitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One provider's way out on this replica: how many mails may be on the way, how many may wait in memory, and whether
 * the provider is being left alone.
 *
 * <p>Room is reserved before a mail is claimed, so no mail is claimed that nobody can send soon; mails beyond the room
 * stay in the database, where any replica finds them. A provider that asks us to slow down is paused, and comes back
 * with one mail at a time until it takes mail again.
 */
final class Lane {
    private static final int WAITING_PER_SLOT = 4;

    private final Duration firstPause;
    private final Duration longestPause;
    private final ArrayDeque<ClaimedMail> waiting = new ArrayDeque<>();
    private int slots;
    private int limit;
    private int reserved;
    private int sending;
    private int settling;
    private int pacedInRow;
    private boolean behind;
    private boolean filling;
    private Instant pausedUntil = Instant.EPOCH;

    Lane(int slots, Duration firstPause, Duration longestPause) {
        this.slots = slots;
        this.limit = slots;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /**
     * Reserves room for one mail that is offered. A lane that is behind takes none: older mail waits in the database
     * and goes first. What is refused is remembered as being behind.
     */
    synchronized boolean reserveOne(Instant now) {
        boolean granted = !behind && room(now) > 0;
        reserved += granted ? 1 : 0;
        behind |= !granted;
        return granted;
    }

    /** Reserves all the room there is, for mail from the database. */
    synchronized int reserveAll(Instant now) {
        int granted = room(now);
        reserved += granted;
        return granted;
    }

    /** Gives reserved room back. */
    synchronized void release(int count) {
        reserved -= count;
    }

    /** Turns reserved room into a waiting mail. */
    synchronized void admit(ClaimedMail mail) {
        reserved--;
        waiting.add(mail);
    }

    /** The mails to start now; each must be reported by {@link #delivered} and {@link #settled}. */
    synchronized List<ClaimedMail> start(Instant now) {
        List<ClaimedMail> starting = new ArrayList<>();
        while (sending < limit && !waiting.isEmpty() && !now.isBefore(pausedUntil)) {
            starting.add(waiting.poll());
            sending++;
        }
        return starting;
    }

    /** The provider has answered: its slot is free, the outcome is not yet written. */
    synchronized void delivered() {
        sending--;
        settling++;
    }

    /** The outcome is written, or given up. */
    synchronized void settled() {
        settling--;
    }

    /** The provider takes mail: widen towards all slots. */
    synchronized void healthy() {
        pacedInRow = 0;
        limit = Math.min(slots, limit + 1);
    }

    /**
     * The provider asks us to slow down, or is away.
     *
     * @return how long it is left alone
     */
    synchronized Duration pace(Duration asked, Instant now) {
        if (now.isBefore(pausedUntil)) {
            return Duration.between(now, pausedUntil);
        }
        Duration pause = firstPause.multipliedBy(1L << Math.min(pacedInRow, 16));
        pause = pause.compareTo(longestPause) > 0 ? longestPause : pause;
        pause = Jitter.around(asked.compareTo(pause) > 0 ? asked : pause);
        pacedInRow++;
        limit = Math.max(1, pacedInRow > 1 ? 1 : limit / 2);
        pausedUntil = now.plus(pause);
        behind = true;
        return pause;
    }

    /** Takes out what waits, when the lane is paused or stops. */
    synchronized List<ClaimedMail> clearWaiting() {
        List<ClaimedMail> cleared = new ArrayList<>(waiting);
        waiting.clear();
        return cleared;
    }

    /** How many slots the account allows now. */
    synchronized void resize(int newSlots) {
        if (newSlots != slots) {
            slots = newSlots;
            limit = newSlots;
        }
    }

    /** Whether to fetch more from the database: the lane was behind, has room, and nobody is fetching. */
    synchronized boolean beginFill(boolean wanted, Instant now) {
        boolean start = (wanted || behind) && !filling && !now.isBefore(pausedUntil) && load() <= capacity() / 2;
        filling |= start;
        behind &= !start;
        return start;
    }

    /** Ends a fetch; mail that was refused meanwhile may have been too late for it, so the lane is behind again. */
    synchronized void endFill(boolean stillBehind) {
        filling = false;
        behind |= stillBehind;
    }

    /** Mails claimed and not yet settled, and room promised to claims under way. */
    synchronized int load() {
        return reserved + waiting.size() + sending + settling;
    }

    private int room(Instant now) {
        return now.isBefore(pausedUntil) ? 0 : Math.max(0, capacity() - load());
    }

    private int capacity() {
        return pacedInRow > 0 ? limit : slots * (1 + WAITING_PER_SLOT);
    }
}
