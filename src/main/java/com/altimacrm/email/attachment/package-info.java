/**
 * Files of a mail: read from a submission, fetched by address at dispatch, kept once per tenant and content. A mail
 * whose file cannot be had fails with {@link com.altimacrm.email.attachment.AttachmentUnavailable}; it never leaves
 * incomplete.
 * <p>May depend on: message, input, problem, egress. SQL lives in {@code store}.
 */
package com.altimacrm.email.attachment;
