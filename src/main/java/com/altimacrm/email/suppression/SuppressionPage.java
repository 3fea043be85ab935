package com.altimacrm.email.suppression;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total how many there are, counted up to a limit
 * @param capped whether there are more than {@code total}
 */
public record SuppressionPage(List<Suppression> items, long total, boolean capped) {}
