package com.altimacrm.email.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The hosts and networks an operator opened on purpose. */
final class AllowList {
    private final Set<String> names = new HashSet<>();
    private final List<Network> networks = new ArrayList<>();

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException naming the entry that is neither a host name nor a network; it stops the start
     */
    AllowList(List<String> entries) {
        entries.stream().map(String::strip).filter(e -> !e.isEmpty()).forEach(this::add);
    }

    boolean admits(String host, InetAddress address) {
        return names.contains(host)
                || within(address.getAddress())
                || within(PublicAddresses.unwrapped(address.getAddress()));
    }

    private boolean within(byte[] octets) {
        return networks.stream().anyMatch(network -> network.contains(octets));
    }

    private void add(String entry) {
        boolean name = entry.indexOf('/') < 0 && HostLiteral.octets(entry) == null;
        if (!name) {
            networks.add(network(entry));
        } else if (HostLiteral.looksNumeric(entry)) {
            throw faulty(entry);
        } else {
            names.add(entry.toLowerCase(Locale.ROOT));
        }
    }

    private static Network network(String entry) {
        try {
            return Network.parse(entry);
        } catch (IllegalArgumentException notANetwork) {
            throw faulty(entry);
        }
    }

    private static IllegalArgumentException faulty(String entry) {
        return new IllegalArgumentException("altima.email.egress.allow (EGRESS_ALLOW) holds '" + entry
                + "'; each entry is a host name or a network such as 10.1.0.0/16.");
    }
}
