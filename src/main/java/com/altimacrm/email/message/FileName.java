package com.altimacrm.email.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file's name as the {@code filename} parameter of Content-Disposition (RFC 2183, RFC 2231). */
final class FileName {
    private static final int MAX_NAME = 200;
    private static final int MAX_PLAIN = 60;
    private static final int MAX_SECTION = 55;
    private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`|~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private FileName() {}

    /** The parameters that carry the name, in order, each fit for a line of its own. */
    static List<String> parameters(String filename) {
        String name = safe(filename);
        if (name.length() <= MAX_PLAIN && name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return List.of("filename=\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        List<String> sections = sections(name);
        if (sections.size() == 1) {
            return List.of("filename*=" + sections.get(0));
        }
        List<String> parameters = new ArrayList<>(sections.size());
        for (int i = 0; i < sections.size(); i++) {
            parameters.add("filename*" + i + "*=" + sections.get(i));
        }
        return parameters;
    }

    /** The last part of a path, without control, format and bidirectional characters; never empty. */
    static String safe(String filename) {
        String text = filename == null ? "" : filename;
        text = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().filter(FileName::visible).limit(MAX_NAME).forEach(safe::appendCodePoint);
        String name = safe.toString().strip();
        return name.isEmpty() || name.chars().allMatch(c -> c == '.') ? "attachment" : name;
    }

    private static boolean visible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && (type != Character.FORMAT || c == 0x200D);
    }

    private static List<String> sections(String name) {
        List<String> sections = new ArrayList<>();
        StringBuilder section = new StringBuilder("utf-8''");
        name.codePoints().forEach(c -> {
            String piece = escaped(c);
            if (section.length() + piece.length() > MAX_SECTION) {
                sections.add(section.toString());
                section.setLength(0);
            }
            section.append(piece);
        });
        sections.add(section.toString());
        return sections;
    }

    private static String escaped(int c) {
        boolean plain = c < 128 && (Character.isLetterOrDigit(c) || ATTRIBUTE_CHARS.indexOf(c) >= 0);
        if (plain) {
            return Character.toString(c);
        }
        StringBuilder escaped = new StringBuilder(12);
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            escaped.append('%').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
        }
        return escaped.toString();
    }
}
