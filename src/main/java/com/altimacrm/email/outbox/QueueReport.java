package com.altimacrm.email.outbox;

import java.util.List;

/**
 * The broker as it is now.
 *
 * @param connected whether it answered; when not, {@code queues} is empty
 * @param syncQueue name of the queue that orders a mailbox to be read
 */
public record QueueReport(boolean connected, String host, int port, String syncQueue, List<QueueDepth> queues) {}
