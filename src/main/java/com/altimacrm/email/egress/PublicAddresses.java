package com.altimacrm.email.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Knows which addresses belong to the public Internet (IANA special-purpose registries, RFC 6890). */
final class PublicAddresses {
    /** This network, private, CGNAT, loopback, link-local and metadata, protocol, documentation, relay, benchmark… */
    private static final List<Network> CLOSED_4 = Network.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // The metadata and wire servers of clouds that use public numbers for them.
            "100.100.100.200/32",
            "168.63.129.16/32");

    /** Only 2000::/3 is handed out; these parts of it are special. */
    private static final List<Network> CLOSED_6 =
            Network.all("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "5f00::/16");

    private static final Network GLOBAL_6 = Network.parse("2000::/3");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final List<Network> MAPPED = Network.all("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96");

    private PublicAddresses() {}

    /** Whether the address, or the IPv4 address it stands for, is public. */
    static boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4 ? public4(octets) : public6(octets);
    }

    /** The IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4), otherwise the octets as they are. */
    static byte[] unwrapped(byte[] octets) {
        if (octets.length == 4) {
            return octets;
        }
        if (NAT64.contains(octets) || in(MAPPED, octets)) {
            return Arrays.copyOfRange(octets, 12, 16);
        }
        return SIX_TO_FOUR.contains(octets) ? Arrays.copyOfRange(octets, 2, 6) : octets;
    }

    private static boolean public4(byte[] octets) {
        return !in(CLOSED_4, octets);
    }

    private static boolean public6(byte[] octets) {
        byte[] inner = unwrapped(octets);
        if (inner.length == 4) {
            return public4(inner);
        }
        return GLOBAL_6.contains(octets) && !in(CLOSED_6, octets);
    }

    private static boolean in(List<Network> blocks, byte[] octets) {
        for (Network block : blocks) {
            if (block.contains(octets)) {
                return true;
            }
        }
        return false;
    }
}
