/**
 * Who calls: users, login, tokens, and the {@link com.altimacrm.email.identity.Caller} every resource asks.
 * <p>May depend on: message, problem, input. Not on tenant, whose resources ask this package who calls; the tenant of
 * a user is read from its table.
 */
package com.altimacrm.email.identity;
