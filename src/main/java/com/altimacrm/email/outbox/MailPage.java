package com.altimacrm.email.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One page of mails.
 *
 * @param items the mails in the contract's shape
 * @param total how many there are on all pages
 * @param capped whether there may be more than {@code total}, which were not looked at
 */
public record MailPage(List<ObjectNode> items, long total, boolean capped) {}
