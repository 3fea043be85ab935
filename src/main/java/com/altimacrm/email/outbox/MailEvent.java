package com.altimacrm.email.outbox;

import java.time.Instant;

/**
 * One step on a mail's timeline.
 *
 * @param type accepted, attempt, sent, deferred, paced, rejected, failed, uncertain, lease_lapsed, …
 * @param actor who did it: a door, a replica, a provider
 * @param attempt number of the claim it belongs to, 0 before the first
 * @param recipient the one recipient it is about, or null for all
 * @param detail the provider's or our words
 */
public record MailEvent(Instant at, String type, String actor, long attempt, String recipient, String detail) {}
