package com.altimacrm.email.message;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes the plain part of a mail from its HTML: lines and lists keep their shape, links keep their address. It reads,
 * it does not judge; broken HTML gives some text, never an error. One pass, linear in the input.
 */
public final class PlainText {
    private static final Set<String> SILENT = Set.of("script", "style", "head", "title", "template", "noscript", "svg");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "dl");
    private static final Set<String> LINES = Set.of(
            "div",
            "tr",
            "li",
            "section",
            "article",
            "header",
            "footer",
            "form",
            "address",
            "dt",
            "dd",
            "main",
            "nav",
            "figure",
            "figcaption",
            "center");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", "\u00a0"),
            Map.entry("copy", "©"),
            Map.entry("reg", "®"),
            Map.entry("trade", "™"),
            Map.entry("euro", "€"),
            Map.entry("pound", "£"),
            Map.entry("yen", "¥"),
            Map.entry("cent", "¢"),
            Map.entry("sect", "§"),
            Map.entry("deg", "°"),
            Map.entry("middot", "·"),
            Map.entry("bull", "•"),
            Map.entry("hellip", "…"),
            Map.entry("ndash", "–"),
            Map.entry("mdash", "—"),
            Map.entry("lsquo", "‘"),
            Map.entry("rsquo", "’"),
            Map.entry("ldquo", "“"),
            Map.entry("rdquo", "”"),
            Map.entry("laquo", "«"),
            Map.entry("raquo", "»"),
            Map.entry("times", "×"),
            Map.entry("auml", "ä"),
            Map.entry("ouml", "ö"),
            Map.entry("uuml", "ü"),
            Map.entry("Auml", "Ä"),
            Map.entry("Ouml", "Ö"),
            Map.entry("Uuml", "Ü"),
            Map.entry("szlig", "ß"),
            Map.entry("eacute", "é"),
            Map.entry("egrave", "è"),
            Map.entry("agrave", "à"),
            Map.entry("ccedil", "ç"),
            Map.entry("ntilde", "ñ"),
            Map.entry("zwnj", ""),
            Map.entry("zwj", ""),
            Map.entry("shy", ""));
    private static final int MAX_ENTITY = 10;

    private final String html;
    private final StringBuilder text;
    private String silentUntil;
    private String link;
    private int linkStart;
    private boolean spaceOwed;
    private int at;

    private PlainText(String html) {
        this.html = html;
        this.text = new StringBuilder(html.length() / 2 + 16);
    }

    /** The readable text of an HTML document, lines ended by LF. */
    public static String ofHtml(String html) {
        return new PlainText(html).read();
    }

    private String read() {
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<' && startsTag()) {
                tag();
            } else if (silentUntil != null) {
                at++;
            } else if (c == '&') {
                entity();
            } else {
                at++;
                add(c);
            }
        }
        return text.toString().strip() + "\n";
    }

    private boolean startsTag() {
        char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
        return next == '/' || next == '!' || next == '?' || next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z';
    }

    private void add(char c) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            spaceOwed = true;
            return;
        }
        if (spaceOwed && !atLineStart()) {
            text.append(' ');
        }
        spaceOwed = false;
        text.append(c == '\u00a0' ? ' ' : c);
    }

    private boolean atLineStart() {
        return text.length() == 0 || text.charAt(text.length() - 1) == '\n';
    }

    private void tag() {
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
            return;
        }
        int end = tagEnd();
        boolean closes = html.charAt(at + 1) == '/';
        int from = at + (closes ? 2 : 1);
        String name = name(from, end);
        if (silentUntil != null) {
            silentUntil = closes && name.equals(silentUntil) ? null : silentUntil;
        } else {
            element(name, closes, from + name.length(), end);
        }
        at = Math.min(html.length(), end + 1);
    }

    /** The closing angle bracket, those inside quoted attribute values passed over. */
    private int tagEnd() {
        char quote = 0;
        for (int i = at + 1; i < html.length(); i++) {
            char c = html.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '>') {
                return i;
            } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
                quote = c;
            }
        }
        return html.length();
    }

    private String name(int from, int end) {
        int to = from;
        while (to < end && Character.isLetterOrDigit(html.charAt(to))) {
            to++;
        }
        return html.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private void element(String name, boolean closes, int from, int end) {
        if (SILENT.contains(name)) {
            boolean empty = end > 0 && end <= html.length() && html.charAt(end - 1) == '/';
            silentUntil = closes || empty ? null : name;
        } else if (name.equals("br")) {
            newLine();
        } else if (name.equals("hr")) {
            lines(1);
            text.append("----------\n");
        } else if (name.equals("a")) {
            anchor(closes, from, end);
        } else if (name.equals("td") || name.equals("th")) {
            spaceOwed = true;
        } else if (PARAGRAPHS.contains(name)) {
            lines(2);
        } else if (LINES.contains(name)) {
            lines(1);
            text.append(name.equals("li") && !closes ? "- " : "");
        }
    }

    private void newLine() {
        text.append('\n');
        spaceOwed = false;
    }

    /** Ends the line, and for two leaves a blank one; never more. */
    private void lines(int wanted) {
        spaceOwed = false;
        int there = 0;
        while (there < text.length() && text.charAt(text.length() - 1 - there) == '\n') {
            there++;
        }
        if (there < text.length()) {
            text.append("\n".repeat(Math.max(0, wanted - there)));
        }
    }

    private void anchor(boolean closes, int from, int end) {
        if (!closes) {
            link = attribute("href", from, end);
            linkStart = text.length();
            return;
        }
        String shown = link == null || linkStart > text.length()
                ? ""
                : text.substring(linkStart).strip();
        if (worthShowing(shown)) {
            text.append(shown.isEmpty() ? "" : " ").append('<').append(link).append('>');
        }
        link = null;
    }

    private boolean worthShowing(String shown) {
        if (link == null || !(link.startsWith("http") || link.startsWith("mailto:") || link.startsWith("tel:"))) {
            return false;
        }
        String bare = link.substring(link.indexOf(':') + 1);
        return !shown.equals(link) && !shown.equals(bare) && !("//" + shown).equals(bare);
    }

    private String attribute(String wanted, int from, int end) {
        String tag = html.substring(from, Math.min(end, html.length()));
        int start = tag.toLowerCase(Locale.ROOT).indexOf(wanted + "=");
        if (start < 0) {
            return null;
        }
        int value = start + wanted.length() + 1;
        char quote = value < tag.length() ? tag.charAt(value) : ' ';
        boolean quoted = quote == '"' || quote == '\'';
        int stop = quoted ? tag.indexOf(quote, value + 1) : tag.indexOf(' ', value);
        String raw = tag.substring(quoted ? value + 1 : value, stop < 0 ? tag.length() : stop);
        return raw.strip().replace("&amp;", "&");
    }

    private void entity() {
        int end = html.substring(at, Math.min(html.length(), at + MAX_ENTITY)).indexOf(';') + at;
        String decoded = end < at ? null : decoded(html.substring(at + 1, end));
        if (decoded == null) {
            add('&');
            at++;
            return;
        }
        decoded.chars().forEach(c -> add((char) c));
        at = end + 1;
    }

    private static String decoded(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.get(name);
        }
        try {
            boolean hex = name.startsWith("#x") || name.startsWith("#X");
            int c = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            return Character.isValidCodePoint(c) && !Character.isISOControl(c) ? Character.toString(c) : "";
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
