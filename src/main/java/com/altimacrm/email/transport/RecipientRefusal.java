package com.altimacrm.email.transport;

/**
 * One recipient the provider would not take in an attempt that it took for others.
 *
 * @param position the recipient's place in the mail
 * @param permanent true when the same recipient would be refused again (5xx), false when it is worth another try (4xx)
 * @param reason the provider's words
 */
public record RecipientRefusal(int position, boolean permanent, String reason) {}
