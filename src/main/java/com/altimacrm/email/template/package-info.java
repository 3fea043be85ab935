/**
 * Stored templates and their rendering into mails.
 * <p>May depend on: message, tenant, input, problem. {@code engine} is the language, {@code store} the table,
 * {@code rest} the API.
 */
package com.altimacrm.email.template;
