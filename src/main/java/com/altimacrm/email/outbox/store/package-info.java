/**
 * The SQL of the outbox. Its statements are written by hand for the reactive client, in batches (docs/adr/0003): this
 * is the path every mail takes several times.
 * <p>May depend on: outbox, message, transport's answers, attachment, flow, problem, platform's time form.
 */
package com.altimacrm.email.outbox.store;
