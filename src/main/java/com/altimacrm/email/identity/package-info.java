/**
 * Who calls: users, login, tokens, and the {@link com.altimacrm.email.identity.Caller} every resource asks.
 * <p>May depend on: message, problem, input, tenant.
 */
package com.altimacrm.email.identity;
