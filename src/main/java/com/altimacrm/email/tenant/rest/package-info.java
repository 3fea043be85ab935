/** The doors of tenant: tenants and their providers. */
package com.altimacrm.email.tenant.rest;
