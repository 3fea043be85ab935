/**
 * The doors of tenant: tenants and their providers.
 * <p>May depend on: tenant, tenant.store, identity, input, platform's wire forms.
 */
package com.altimacrm.email.tenant.rest;
