package com.altimacrm.email.suppression;

/**
 * What to list; null leaves a condition out.
 *
 * @param search part of an address
 * @param page from 1
 */
public record SuppressionFilter(String tenantId, SuppressionReason reason, String search, int page, int perPage) {}
