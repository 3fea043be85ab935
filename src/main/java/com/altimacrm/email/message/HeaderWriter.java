package com.altimacrm.email.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes header fields: folded at white space only, at 76 columns where the text allows and never past 998 octets (RFC
 * 5322 §2.1.1, RFC 2047 §2).
 */
final class HeaderWriter {
    private static final int COLUMNS = 76;
    private static final int MAX_WORD = 900;
    private static final int MAX_PLAIN_NAME = 60;
    private static final String SPECIAL_ATEXT = "!#$%&'*+-/=?^_`{|}~";

    private final OctetSink out;
    private int column;

    HeaderWriter(OctetSink out) {
        this.out = out;
    }

    /** A field whose value is ASCII and short, written as it is. */
    void plain(String name, String value) {
        out.put(name).put(": ").put(value).crlf();
    }

    /** A field of free text; what is not plain ASCII becomes encoded-words. */
    void text(String name, String value) {
        String text = value.strip();
        start(name);
        if (fitsAsIs(text)) {
            folded(text);
        } else {
            EncodedWords.of(text, COLUMNS - column - 1).forEach(this::word);
        }
        out.crlf();
    }

    /** A field of mailboxes, display names quoted or encoded as each needs. */
    void mailboxes(String name, List<EmailAddress> mailboxes) {
        start(name);
        for (int i = 0; i < mailboxes.size(); i++) {
            mailbox(mailboxes.get(i), i < mailboxes.size() - 1 ? "," : "");
        }
        out.crlf();
    }

    /** A field with parameters, each on the same line if it fits. */
    void parameters(String name, String value, List<String> parameters) {
        start(name);
        word(parameters.isEmpty() ? value : value + ";");
        for (int i = 0; i < parameters.size(); i++) {
            word(i < parameters.size() - 1 ? parameters.get(i) + ";" : parameters.get(i));
        }
        out.crlf();
    }

    private void start(String name) {
        out.put(name).put(':');
        column = name.length() + 1;
    }

    private void mailbox(EmailAddress mailbox, String separator) {
        if (mailbox.name() == null) {
            word(mailbox.address() + separator);
        } else {
            phrase(mailbox.name());
            word("<" + mailbox.address() + ">" + separator);
        }
    }

    private void phrase(String name) {
        if (!printable(name) || name.contains("=?") || name.length() > MAX_PLAIN_NAME) {
            EncodedWords.of(name, COLUMNS - column - 1).forEach(this::word);
        } else if (atoms(name)) {
            folded(name);
        } else {
            word(quoted(name));
        }
    }

    /** One piece that must not be broken, after a space or on a new line. */
    private void word(String piece) {
        boolean stays = out.at(out.size() - 1) == ':' && !piece.startsWith("=?");
        if (column + 1 + piece.length() > COLUMNS && !stays) {
            out.crlf();
            column = 0;
        }
        out.put(' ').put(piece);
        column += 1 + piece.length();
    }

    /** Words with the white space between them as it is; a line breaks only before white space. */
    private void folded(String text) {
        int at = 0;
        String space = " ";
        while (at < text.length()) {
            int end = wordEnd(text, at);
            boolean first = at == 0;
            if (!first && column + space.length() + end - at > COLUMNS) {
                out.crlf();
                column = 0;
            }
            out.put(space).put(text.substring(at, end));
            column += space.length() + end - at;
            at = spaceEnd(text, end);
            space = text.substring(end, at);
        }
    }

    private static boolean fitsAsIs(String text) {
        return printable(text) && !text.contains("=?") && longestRun(text) <= MAX_WORD;
    }

    private static int longestRun(String text) {
        int longest = 0;
        int at = 0;
        while (at < text.length()) {
            int word = wordEnd(text, at);
            int space = spaceEnd(text, word);
            longest = Math.max(longest, space - at);
            at = space;
        }
        return longest;
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        while (at < text.length() && !isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int spaceEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~' || c < ' ' && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Whether the name is atoms with single spaces between them, so that it needs no quotes. */
    private static boolean atoms(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean single = c == ' ' && name.charAt(i - 1) != ' ';
            if (!single && !Character.isLetterOrDigit(c) && SPECIAL_ATEXT.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder(name.length() + 2).append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c == '\t' ? ' ' : c);
        }
        return quoted.append('"').toString();
    }

    /** The mailboxes of one kind, in order. */
    static List<EmailAddress> ofKind(RecipientKind kind, List<Recipient> recipients) {
        List<EmailAddress> found = new ArrayList<>(recipients.size());
        for (Recipient recipient : recipients) {
            if (recipient.kind() == kind) {
                found.add(recipient.address());
            }
        }
        return found;
    }
}
