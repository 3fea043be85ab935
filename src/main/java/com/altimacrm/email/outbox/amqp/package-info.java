/**
 * The outbox's side of the broker: doorbells, publications with confirms, and the queues as they are declared.
 * <p>May depend on: outbox, flow, problem, SmallRye Messaging, the Vert.x RabbitMQ client.
 */
package com.altimacrm.email.outbox.amqp;
