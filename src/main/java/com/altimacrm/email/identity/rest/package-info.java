/**
 * The doors of identity: login, the caller's own record, and users.
 * <p>May depend on: identity, input, platform's wire forms.
 */
package com.altimacrm.email.identity.rest;
