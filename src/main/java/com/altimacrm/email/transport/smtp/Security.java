package com.altimacrm.email.transport.smtp;

/** How the line to a server is protected (RFC 3207, RFC 8314). */
enum Security {
    /** TLS from the first octet. */
    IMPLICIT_TLS,
    /** STARTTLS, and nothing without it. */
    STARTTLS,
    /** STARTTLS where offered; a login never goes in clear. */
    STARTTLS_IF_OFFERED,
    /** No TLS; a login goes in clear, because the tenant said so. */
    PLAIN
}
