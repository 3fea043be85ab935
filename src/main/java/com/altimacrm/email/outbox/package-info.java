/**
 * The life of an accepted mail: stored, claimed under a lease, sent, settled recipient by recipient. The row is the
 * mail; what the broker carries is a hint (docs/adr/0001).
 * <p>May depend on: message, tenant, transport, attachment, flow, problem. SQL lives in {@code store}, the broker in
 * {@code amqp}, the reading API in {@code rest}.
 */
package com.altimacrm.email.outbox;
