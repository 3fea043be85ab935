/**
 * Tenants and their provider accounts: who may send through what, with which secrets.
 * <p>May depend on: message, problem, input, transport (the account it hands out). {@code rest} also asks identity who
 * calls. Other packages call {@link com.altimacrm.email.tenant.Providers}.
 */
package com.altimacrm.email.tenant;
