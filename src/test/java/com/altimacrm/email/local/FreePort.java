package com.altimacrm.email.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on 127.0.0.1 that nobody listens on. */
public final class FreePort {

    private static final int TRIES = 200;

    private FreePort() {}

    /** A free port below the range that systems hand to outgoing connections, so that none of those takes it first. */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between 20000 and 32000 after " + TRIES + " tries.");
    }

    /** The first free port from {@code wanted} on. */
    static int from(int wanted) {
        for (int port = wanted; port < wanted + TRIES; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + wanted + " on after " + TRIES + " tries.");
    }

    private static boolean isFree(int port) {
        return canBind("127.0.0.1", port) && canBind("0.0.0.0", port);
    }

    private static boolean canBind(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
