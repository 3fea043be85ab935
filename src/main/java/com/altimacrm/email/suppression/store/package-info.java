/**
 * The SQL of the suppression list.
 * <p>May depend on: suppression, message, problem.
 */
package com.altimacrm.email.suppression.store;
