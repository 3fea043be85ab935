package com.altimacrm.email.local;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Map;

/**
 * A mail server (GreenMail) inside this JVM: SMTP to send to, IMAP and POP3 to read from.
 *
 * <p>It takes any login and makes the mailbox of an address when its first mail arrives; the address is the login.
 */
public final class EmbeddedMail {

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        setup(ServerSetup.PROTOCOL_SMTP), setup(ServerSetup.PROTOCOL_IMAP), setup(ServerSetup.PROTOCOL_POP3)
    });

    void start() {
        server.getUserManager().setAuthRequired(false);
        server.start();
    }

    void stop() {
        server.stop();
    }

    /** The server itself, to look into mailboxes and to put mail there. */
    public GreenMail server() {
        return server;
    }

    Map<String, String> settings() {
        return Map.of(
                "MAIL_HOST", "127.0.0.1",
                "MAIL_SMTP_PORT", Integer.toString(server.getSmtp().getPort()),
                "MAIL_IMAP_PORT", Integer.toString(server.getImap().getPort()),
                "MAIL_POP3_PORT", Integer.toString(server.getPop3().getPort()));
    }

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, "127.0.0.1", protocol);
    }
}
