package com.altimacrm.email.attachment;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * An http or https address that a file may be fetched from (RFC 9110 §4.2): no user information, a host, A-labels.
 *
 * @param uri the whole address without fragment
 */
record WebAddress(URI uri) {
    private static final int MAX_LENGTH = 8192;

    /**
     * Reads an absolute address.
     *
     * @return empty when it is malformed, relative, not http(s), names no host or holds a user name
     */
    static Optional<WebAddress> parse(String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return usable(new URI(text.strip()));
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Where a Location header leads from here; empty when that is no usable address. */
    Optional<WebAddress> follow(String location) {
        try {
            return usable(uri.resolve(new URI(location.strip())));
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    boolean secure() {
        return uri.getScheme().equals("https");
    }

    /** The host; an IPv6 literal without its brackets. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return secure() ? 443 : 80;
    }

    /** Path and query as they go on the request line, in ASCII. */
    String target() {
        String ascii = uri.toASCIIString();
        int start = ascii.indexOf('/', ascii.indexOf("://") + 3);
        int query = ascii.indexOf('?');
        if (start < 0 || (query >= 0 && query < start)) {
            return query < 0 ? "/" : "/" + ascii.substring(query);
        }
        return ascii.substring(start);
    }

    /** Never shows path or query: they may hold a token. */
    @Override
    public String toString() {
        return "WebAddress[" + host() + "]";
    }

    private static Optional<WebAddress> usable(URI found) throws URISyntaxException {
        String scheme = found.getScheme() == null ? "" : found.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || found.getRawAuthority() == null || found.getRawAuthority().contains("@")) {
            return Optional.empty();
        }
        URI plain = new URI(scheme + "://" + asciiAuthority(found) + rest(found));
        boolean portFits = plain.getPort() == -1 || (plain.getPort() > 0 && plain.getPort() < 65536);
        return plain.getHost() == null || !portFits ? Optional.empty() : Optional.of(new WebAddress(plain));
    }

    private static String asciiAuthority(URI found) {
        String authority = found.getRawAuthority();
        if (found.getHost() != null) {
            return authority.toLowerCase(Locale.ROOT);
        }
        int colon = authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon);
        return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT) + port;
    }

    private static String rest(URI found) {
        String path = found.getRawPath() == null ? "" : found.getRawPath();
        return found.getRawQuery() == null ? path : path + "?" + found.getRawQuery();
    }
}
