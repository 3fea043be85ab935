package com.altimacrm.email.template;

/**
 * Which templates of a tenant to list.
 *
 * @param category only of this one; null for all
 * @param language only of this one; null for all
 * @param active only the active or only the inactive ones; null for both
 * @param page from 1
 * @param perPage from 1 to 100
 */
public record TemplateQuery(String tenantId, String category, String language, Boolean active, int page, int perPage) {}
