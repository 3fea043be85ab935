/**
 * The suppression list over REST.
 * <p>May depend on: suppression, identity, input, message, problem, platform.
 */
package com.altimacrm.email.suppression.rest;
