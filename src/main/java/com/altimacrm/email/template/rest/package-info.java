/**
 * The template endpoints.
 * <p>May depend on: template, input, identity, problem, platform's wire forms.
 */
package com.altimacrm.email.template.rest;
