package com.altimacrm.email.outbox;

/** Names a stored mail and the lane it belongs to: what a doorbell carries. */
public record MailReference(String outboxId, String tenantId, String providerId) {}
