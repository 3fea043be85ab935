package com.altimacrm.email.message;

/**
 * One file of a mail, its bytes at hand.
 *
 * @param filename what the reader sees; made safe by whoever builds the part header
 * @param mimeType media type, never null
 * @param content the bytes; not copied, so not to be changed
 */
public record AttachmentPart(String filename, String mimeType, byte[] content) {
    @Override
    public String toString() {
        return "AttachmentPart[" + mimeType + ", " + content.length + " bytes]";
    }
}
