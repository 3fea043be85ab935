/**
 * The one door by which mail comes in, whatever it comes by: read, checked, rendered, stored.
 * <p>May depend on: message, tenant, template, attachment, outbox, input, problem. REST lives in {@code rest}, the
 * queue in {@code amqp}.
 */
package com.altimacrm.email.submission;
