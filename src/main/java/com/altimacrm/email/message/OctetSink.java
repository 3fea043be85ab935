package com.altimacrm.email.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of octets; unlike the JDK's stream it neither locks nor hides its content. */
final class OctetSink {
    private byte[] octets;
    private int size;

    OctetSink(int expected) {
        octets = new byte[Math.max(64, expected)];
    }

    int size() {
        return size;
    }

    /** The octet at a place already written. */
    byte at(int index) {
        return octets[index];
    }

    OctetSink put(int octet) {
        if (size == octets.length) {
            grow(1);
        }
        octets[size++] = (byte) octet;
        return this;
    }

    OctetSink put(byte[] more) {
        return put(more, 0, more.length);
    }

    OctetSink put(byte[] more, int from, int to) {
        int length = to - from;
        if (size + length > octets.length) {
            grow(length);
        }
        System.arraycopy(more, from, octets, size, length);
        size += length;
        return this;
    }

    OctetSink put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    OctetSink crlf() {
        return put('\r').put('\n');
    }

    byte[] toArray() {
        return size == octets.length ? octets : Arrays.copyOf(octets, size);
    }

    private void grow(int more) {
        octets = Arrays.copyOf(octets, Math.max(octets.length * 2, Math.addExact(size, more)));
    }
}
