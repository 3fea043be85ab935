package com.altimacrm.email.attachment;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Media types of files: their syntax (RFC 2045 §5.1, RFC 6838 §4.2) and what a name's extension suggests. */
final class MediaTypes {
    static final String UNKNOWN = "application/octet-stream";
    private static final String NAME = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";
    private static final Pattern SYNTAX = Pattern.compile(
            NAME + "/" + NAME + "(\\s*;\\s*[a-z0-9!#$&^_.+-]+=([a-z0-9!#$&^_.+:/-]+|\"[\\x20-\\x7e&&[^\"\\\\]]*\"))*",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("7z", "application/x-7z-compressed"),
            Map.entry("csv", "text/csv"),
            Map.entry("doc", "application/msword"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("gif", "image/gif"),
            Map.entry("gz", "application/gzip"),
            Map.entry("htm", "text/html"),
            Map.entry("html", "text/html"),
            Map.entry("ics", "text/calendar"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("json", "application/json"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("odp", "application/vnd.oasis.opendocument.presentation"),
            Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            Map.entry("odt", "application/vnd.oasis.opendocument.text"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("ppt", "application/vnd.ms-powerpoint"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("rtf", "application/rtf"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("tif", "image/tiff"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("txt", "text/plain"),
            Map.entry("vcf", "text/vcard"),
            Map.entry("webp", "image/webp"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("xml", "application/xml"),
            Map.entry("zip", "application/zip"));

    private MediaTypes() {}

    static boolean valid(String type) {
        return type.length() <= 255 && SYNTAX.matcher(type).matches();
    }

    /** The type itself, unless it is one that may not be sent as base64 (RFC 2045 §6.4): then just bytes. */
    static String sendable(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("multipart/") || lower.startsWith("message/") ? UNKNOWN : type;
    }

    /** What the extension suggests; {@link #UNKNOWN} for those not in the table. */
    static String guess(String filename) {
        int dot = filename.lastIndexOf('.');
        return BY_EXTENSION.getOrDefault(filename.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }
}
