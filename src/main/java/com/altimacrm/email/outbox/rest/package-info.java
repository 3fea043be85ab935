/**
 * Lets clients see what became of their mail: lists, single mails, status, timeline and totals.
 * <p>May depend on: outbox, outbox.store, identity, input, problem, platform. Resources translate, nothing more.
 */
package com.altimacrm.email.outbox.rest;
