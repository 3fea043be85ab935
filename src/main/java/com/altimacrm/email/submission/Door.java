package com.altimacrm.email.submission;

/**
 * A way in, with what the contract demands and defaults there.
 *
 * @param source label of mail that comes this way
 * @param actor who is named on the timeline
 * @param userId who is noted when the client names nobody
 * @param strict whether tenant, provider and sender must be named
 */
public record Door(String source, String actor, String userId, boolean strict) {
    /** Messages that CRMs put on the queue themselves. */
    public static final Door QUEUE = new Door("queue", "rabbitmq", "external-service", false);

    /** {@code POST /api/email/send}. */
    public static Door api(String userId) {
        return new Door("api", "rest", userId, false);
    }

    /** {@code POST /api/rabbitmq/send-email}. */
    public static Door sendEmail(String userId) {
        return new Door("rabbitmq", "rest", userId, true);
    }

    /** {@code POST /api/rabbitmq/publish}. */
    public static Door publish(String userId) {
        return new Door("rabbitmq", "rest", userId, false);
    }
}
