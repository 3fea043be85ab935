package com.altimacrm.email.egress;

import java.util.Locale;

/**
 * Tells IP literals from names without looking anything up.
 *
 * <p>Resolvers take far more than dotted quads for an address: {@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1}
 * all reach the loopback. Those are recognised here so that they can be refused by form.
 */
final class HostLiteral {
    private HostLiteral() {}

    /** The octets of a dotted quad without leading zeros or of an IPv6 literal (RFC 4291 §2.2), otherwise null. */
    static byte[] octets(String host) {
        return host.indexOf(':') >= 0 ? ipv6(host) : ipv4(host);
    }

    /**
     * Whether some resolver would read the host as an IPv4 number: its last label is a number in any base (the WHATWG
     * "ends in a number" rule). No top-level domain is a number, so no real name is lost.
     */
    static boolean looksNumeric(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (last.startsWith("0x")) {
            return last.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
        }
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static byte[] ipv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] octets = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = octet(parts[i]);
            if (value < 0) {
                return null;
            }
            octets[i] = (byte) value;
        }
        return octets;
    }

    private static int octet(String part) {
        boolean plain = !part.isEmpty()
                && part.length() <= 3
                && part.chars().allMatch(c -> c >= '0' && c <= '9')
                && (part.length() == 1 || part.charAt(0) != '0');
        int value = plain ? Integer.parseInt(part) : -1;
        return value <= 255 ? value : -1;
    }

    private static byte[] ipv6(String host) {
        int gap = host.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(host);
            return all != null && all.length == 16 ? all : null;
        }
        byte[] head = groups(host.substring(0, gap));
        byte[] tail = groups(host.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length > 14) {
            return null;
        }
        byte[] octets = new byte[16];
        System.arraycopy(head, 0, octets, 0, head.length);
        System.arraycopy(tail, 0, octets, 16 - tail.length, tail.length);
        return octets;
    }

    private static byte[] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] octets = new byte[32];
        int used = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean quad = i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            byte[] group = quad ? ipv4(parts[i]) : group(parts[i]);
            if (group == null || used + group.length > 16) {
                return null;
            }
            System.arraycopy(group, 0, octets, used, group.length);
            used += group.length;
        }
        return java.util.Arrays.copyOf(octets, used);
    }

    private static byte[] group(String hex) {
        boolean plain = !hex.isEmpty()
                && hex.length() <= 4
                && hex.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        if (!plain) {
            return null;
        }
        int value = Integer.parseInt(hex, 16);
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }
}
