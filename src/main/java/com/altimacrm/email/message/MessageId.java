package com.altimacrm.email.message;

import java.util.regex.Pattern;

/** Makes the Message-ID of a mail (RFC 5322 §3.6.4), before its first attempt. */
public final class MessageId {
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern WHOLE =
            Pattern.compile("[A-Za-z0-9_+=-]+(\\.[A-Za-z0-9_+=-]+)*@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
    private static final int MAX_LOCAL = 128;
    private static final int MAX_WHOLE = 250;

    private MessageId() {}

    /**
     * The Message-ID without angle brackets.
     *
     * <p>The client's id becomes the part before the at sign, so that both sides can match replies; an id that already
     * is a Message-ID stays as it is; one that cannot stand in a header gives way to the row's id.
     *
     * @param clientId the id the client knows the mail by
     * @param fallback a unique id of ours
     * @param domain what stands after the at sign
     */
    public static String of(String clientId, String fallback, String domain) {
        String bare = clientId.startsWith("<") && clientId.endsWith(">")
                ? clientId.substring(1, clientId.length() - 1)
                : clientId;
        if (bare.length() <= MAX_WHOLE && WHOLE.matcher(bare).matches()) {
            return bare;
        }
        boolean fits = clientId.length() <= MAX_LOCAL && LOCAL.matcher(clientId).matches();
        return (fits ? clientId : fallback) + "@" + domain;
    }
}
