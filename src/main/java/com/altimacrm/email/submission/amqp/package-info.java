/**
 * The queue's door: what CRMs put on {@code email.send}, and our own doorbells on the same queue.
 * <p>May depend on: submission, outbox and its {@code amqp} and {@code store}, flow, problem, SmallRye Messaging.
 */
package com.altimacrm.email.submission.amqp;
