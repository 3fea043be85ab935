/**
 * The life of an accepted mail: stored, claimed under a lease, sent, settled.
 * <p>May depend on: message, tenant, transport, attachment, flow, problem. SQL lives in {@code store}, the broker in
 * {@code amqp}, the reading API in {@code rest}.
 */
package com.altimacrm.email.outbox;
