package com.altimacrm.email.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A block of IP addresses.
 *
 * @param base first address of the block, 4 or 16 octets
 * @param prefix how many leading bits count
 */
record Network(byte[] base, int prefix) {
    /** Reads "10.0.0.0/8", "fc00::/7" or a single address. */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] base = octets(slash < 0 ? text : text.substring(0, slash));
        int prefix = slash < 0 ? base.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > base.length * 8) {
            throw new IllegalArgumentException("'" + text + "' has no valid prefix length");
        }
        return new Network(base, prefix);
    }

    static List<Network> all(String... blocks) {
        return java.util.Arrays.stream(blocks).map(Network::parse).toList();
    }

    boolean contains(byte[] address) {
        if (address.length != base.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != base[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((address[whole] ^ base[whole]) & 0xFF) >>> (8 - rest) == 0;
    }

    private static byte[] octets(String literal) {
        byte[] octets = HostLiteral.octets(literal);
        if (octets == null) {
            throw new IllegalArgumentException("'" + literal + "' is not an IP address");
        }
        return octets;
    }

    /** An address from its octets; never looks anything up. */
    static InetAddress address(String host, byte[] octets) {
        try {
            return InetAddress.getByAddress(host, octets);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }
}
