/**
 * The one door by which mail comes in, whatever it comes by: read, looked up, rendered, kept, stored. The outbox stores
 * it; this package decides whether it may be.
 * <p>May depend on: message, tenant, template, attachment, outbox and its {@code RedeliveryStore}, input, problem. REST
 * lives in {@code rest}, the queue in {@code amqp}.
 */
package com.altimacrm.email.submission;
