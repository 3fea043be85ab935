package com.altimacrm.email.attachment;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/** What went wrong on the line, in words that hold no address, path or query. */
final class NetworkFault {
    private NetworkFault() {}

    static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "its TLS certificate or handshake was not acceptable";
            }
            if (cause instanceof ConnectTimeoutException) {
                return "no connection in time";
            }
            if (cause instanceof ConnectException) {
                return "the connection was refused";
            }
            if (cause instanceof ClosedChannelException) {
                return "the connection was closed early";
            }
        }
        return "the connection broke (" + failure.getClass().getSimpleName() + ")";
    }
}
