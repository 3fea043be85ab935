/** The doors of identity: login, the caller's own record, and users. */
package com.altimacrm.email.identity.rest;
