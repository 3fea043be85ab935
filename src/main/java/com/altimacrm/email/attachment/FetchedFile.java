package com.altimacrm.email.attachment;

/**
 * What a fetch brought.
 *
 * @param content the bytes
 * @param sha256 their digest, 64 hex digits
 */
record FetchedFile(byte[] content, String sha256) {
    @Override
    public String toString() {
        return "FetchedFile[" + content.length + " bytes]";
    }
}
