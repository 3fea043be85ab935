/**
 * Whom a tenant no longer writes to, and why. The outbox looks here when it claims a mail; no mail leaves unchecked.
 * <p>May depend on: message, problem, input; its doors on identity and platform.
 */
package com.altimacrm.email.suppression;
