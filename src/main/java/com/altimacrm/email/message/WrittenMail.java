package com.altimacrm.email.message;

/**
 * A mail in its final octets.
 *
 * @param bytes CRLF line ends only, no line over 998 octets, not dot-stuffed; not to be changed
 * @param needsSmtpUtf8 whether a header holds a raw UTF-8 address, so that the mail may only go to a server that offers
 *     SMTPUTF8 (RFC 6532); such a mail also needs 8BITMIME
 */
public record WrittenMail(byte[] bytes, boolean needsSmtpUtf8) {
    @Override
    public String toString() {
        return "WrittenMail[" + bytes.length + " bytes]";
    }
}
