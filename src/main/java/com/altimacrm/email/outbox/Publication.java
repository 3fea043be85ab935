package com.altimacrm.email.outbox;

import java.util.Map;

/**
 * A message owed to the broker.
 *
 * @param queue the queue it goes to, through the default exchange
 * @param payload JSON text
 * @param headers AMQP headers, short text each
 */
public record Publication(String queue, String payload, Map<String, String> headers) {}
