/**
 * The table of templates.
 * <p>May depend on: template, problem, Hibernate Reactive, the reactive SQL client.
 */
package com.altimacrm.email.template.store;
