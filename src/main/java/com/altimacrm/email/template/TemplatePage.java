package com.altimacrm.email.template;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total how many there are on all pages
 */
public record TemplatePage(List<StoredTemplate> items, long total) {}
