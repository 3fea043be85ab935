package com.altimacrm.email.transport;

/** The kinds of provider a tenant can configure; each has one {@link MailTransport}. */
public enum ProviderKind {
    SMTP,
    POSTMARK
}
