package com.altimacrm.email.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP relay on 127.0.0.1 whose lines can be cut, or held in one direction, and restored. */
final class CuttableProxy implements AutoCloseable {
    private static final int CONNECT_LIMIT_MS = 5000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private boolean cut;

    /** Which way octets flow. */
    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private CuttableProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    }

    static CuttableProxy to(String host, int port) {
        try {
            CuttableProxy proxy = new CuttableProxy(new InetSocketAddress(host, port));
            daemon("proxy to " + port, proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("No proxy to " + host + ":" + port, e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Breaks all lines with a reset and lets none in; what was held is lost. */
    void cut() {
        synchronized (this) {
            cut = true;
            notifyAll();
        }
        sockets.forEach(CuttableProxy::reset);
    }

    /** Lets lines in and octets through again. */
    synchronized void restore() {
        cut = false;
        held.clear();
        notifyAll();
    }

    /** Keeps back what flows that way from now on, as a network that loses packets would. */
    synchronized void hold(Direction direction) {
        held.add(direction);
    }

    /** A network that loses every packet. */
    synchronized void holdAll() {
        held.addAll(EnumSet.allOf(Direction.class));
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                relay(listener.accept());
            } catch (IOException ended) {
                // Either we are closed, or one client has gone; the next one counts.
            }
        }
    }

    private void relay(Socket client) throws IOException {
        Socket upstream = new Socket();
        sockets.add(client);
        sockets.add(upstream);
        if (isCut()) {
            end(client, upstream);
            return;
        }
        try {
            upstream.connect(server, CONNECT_LIMIT_MS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException unreachable) {
            end(client, upstream);
            return;
        }
        daemon("proxy up", () -> pump(client, upstream, Direction.TO_SERVER));
        daemon("proxy down", () -> pump(upstream, client, Direction.TO_CLIENT));
        if (isCut()) {
            end(client, upstream);
        }
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] buffer = new byte[64 * 1024];
        try {
            int read = from.getInputStream().read(buffer);
            while (read >= 0 && mayPass(direction)) {
                to.getOutputStream().write(buffer, 0, read);
                read = from.getInputStream().read(buffer);
            }
        } catch (IOException broken) {
            // Then the line ends, which is all there is to do.
        }
        end(from, to);
    }

    private synchronized boolean mayPass(Direction direction) {
        try {
            while (held.contains(direction) && !cut) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !cut;
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private void end(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        reset(one);
        reset(other);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // As wanted.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
