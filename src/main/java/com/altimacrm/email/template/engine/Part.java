package com.altimacrm.email.template.engine;

/** Which part of a mail a template makes, which decides how values are written into it. */
public enum Part {
    /** Values are escaped for HTML text and quoted attributes. */
    HTML,
    /** Values stand as they are. */
    TEXT,
    /** Values stand as they are, except that control characters, and so line breaks, become one space. */
    SUBJECT
}
