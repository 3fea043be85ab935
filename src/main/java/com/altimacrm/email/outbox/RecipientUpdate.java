package com.altimacrm.email.outbox;

/** What became of one recipient: {@code sent}, {@code failed} or {@code pending}, with the provider's words. */
public record RecipientUpdate(int position, MailStatus status, String reply) {}
