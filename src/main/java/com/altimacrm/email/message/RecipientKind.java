package com.altimacrm.email.message;

/** Which header names a recipient; {@code BCC} is in the envelope and in no header. */
public enum RecipientKind {
    TO,
    CC,
    BCC
}
