/**
 * The tables tenants and email_providers.
 * <p>Screens go through Hibernate Reactive; what senders ask from any thread goes through the plain pool.
 */
package com.altimacrm.email.tenant.store;
