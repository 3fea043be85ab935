package com.altimacrm.email.message;

/**
 * One recipient of one mail.
 *
 * @param position its place in the submission, unique within the mail, from 0
 * @param kind the header it stands in
 * @param address where to deliver
 */
public record Recipient(int position, RecipientKind kind, EmailAddress address) {}
