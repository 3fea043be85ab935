package com.altimacrm.email.local;

/** The steps of an SMTP session at which a {@link SinkHook} is asked what to do. */
public enum SinkStep {
    /** A client has connected; the greeting is not sent yet. */
    CONNECTED,
    /** EHLO or HELO. */
    HELLO,
    /** AUTH with all it needs. */
    AUTH,
    /** MAIL FROM. */
    MAIL,
    /** RCPT TO, once per recipient. */
    RCPT,
    /** DATA, before the sink says 354. */
    DATA,
    /** The first octets of the message are here, the end is not (skipped when both come at once). */
    BODY,
    /** The whole message is here and not yet kept: refused or dropped now, it is not in the sink's books. */
    CONTENT,
    /** The message is kept and the final 250 not yet sent: dropped now, the client cannot know that it arrived. */
    KEPT,
    /** The final 250 is handed to the socket. */
    ANSWERED,
    /** RSET or NOOP. */
    OTHER,
    /** QUIT. */
    QUIT
}
