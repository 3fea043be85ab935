package com.altimacrm.email.outbox;

import java.util.List;

/**
 * The broker as it is now.
 *
 * @param connected whether it answered; when not, {@code queues} is empty
 */
public record QueueReport(boolean connected, String host, int port, List<QueueDepth> queues) {}
