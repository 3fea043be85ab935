package com.altimacrm.email.attachment;

/**
 * A file as a client submitted it: by address or with its content, never both.
 *
 * @param filename cleaned of paths, control and direction characters, at most 255 characters
 * @param mimeType media type, guessed from the name when the client gave none
 * @param url absolute http or https address; null when the content is here
 * @param content the bytes; null when there is a url
 */
public record SubmittedAttachment(String filename, String mimeType, String url, byte[] content) {
    /** Never shows the address or the bytes. */
    @Override
    public String toString() {
        return "SubmittedAttachment[" + mimeType + ", " + (content == null ? "url" : content.length + " bytes") + "]";
    }
}
