package com.altimacrm.email.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between the service and its broker, which a test can cut and mend.
 *
 * <p>The switch is a system property, because the test and the line are loaded by different class loaders.
 */
public final class BrokerLine {
    private static final String CUT = "altima.test.broker-line-cut";
    private static final int LOOK_MS = 20;

    private final String host;
    private final int port;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    BrokerLine(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            server.setSoTimeout(LOOK_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Closes every connection and refuses new ones until {@link #mend()}. */
    public static void cut() {
        System.setProperty(CUT, "true");
    }

    /** Lets connections pass again. */
    public static void mend() {
        System.clearProperty(CUT);
    }

    int port() {
        return server.getLocalPort();
    }

    private static boolean isCut() {
        return Boolean.getBoolean(CUT);
    }

    private void accept() {
        while (!server.isClosed()) {
            if (isCut()) {
                open.forEach(BrokerLine::close);
            }
            try {
                join(server.accept());
            } catch (IOException nobodyCame) {
                // Time to look at the switch again.
            }
        }
    }

    private void join(Socket client) throws IOException {
        open.add(client);
        if (isCut()) {
            close(client);
            return;
        }
        Socket broker = new Socket(host, port);
        open.add(broker);
        daemon(() -> copy(client, broker));
        daemon(() -> copy(broker, client));
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // Either side may end it.
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // Then it is what we wanted.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "broker-line");
        thread.setDaemon(true);
        thread.start();
    }
}
