package com.altimacrm.email.transport.smtp;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a server offered in its answer to EHLO (RFC 5321 §4.1.1.1).
 *
 * @param keywords extensions, upper-case
 * @param mechanisms logins, upper-case
 * @param maxSize largest mail it takes in octets, 0 for no stated limit (RFC 1870)
 */
record Capabilities(Set<String> keywords, Set<String> mechanisms, long maxSize) {
    static final Capabilities NONE = new Capabilities(Set.of(), Set.of(), 0);

    static Capabilities of(SmtpReply ehlo) {
        Set<String> keywords = new HashSet<>();
        Set<String> mechanisms = new HashSet<>();
        long size = 0;
        List<String> lines = ehlo.lines();
        for (String line : lines.subList(1, lines.size())) {
            String[] words =
                    line.toUpperCase(Locale.ROOT).replace("AUTH=", "AUTH ").split(" +");
            keywords.add(words[0]);
            if (words[0].equals("AUTH")) {
                mechanisms.addAll(List.of(words).subList(1, words.length));
            } else if (words[0].equals("SIZE") && words.length > 1) {
                size = size(words[1]);
            }
        }
        return new Capabilities(keywords, mechanisms, size);
    }

    boolean offers(String keyword) {
        return keywords.contains(keyword);
    }

    private static long size(String digits) {
        boolean number = digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && !digits.isEmpty() ? Long.parseLong(digits) : 0;
    }
}
