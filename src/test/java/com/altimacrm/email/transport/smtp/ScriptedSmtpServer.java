package com.altimacrm.email.transport.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server on a free port that answers as told, step by step, and remembers what it heard. Every connection has a
 * thread and a conversation of its own, so whatever two mails mix up shows in what it received.
 */
final class ScriptedSmtpServer implements AutoCloseable {
    /** Instead of an answer: close the line. */
    static final String DROP = "<drop>";
    /** Instead of an answer: say nothing. */
    static final String SILENCE = "<silence>";

    /** What one DATA brought. */
    record Received(String sender, List<String> recipients, String data) {}

    private final ServerSocket listener;
    private final Map<String, Deque<String>> script = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String extensions = "PIPELINING\nSIZE 52428800\n8BITMIME\nENHANCEDSTATUSCODES";
    private volatile SSLContext tls;
    private volatile boolean implicitTls;
    private volatile int dropAfterBodyOctets = -1;

    ScriptedSmtpServer() {
        try {
            listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /**
     * Answers a step in this way: "GREETING", a verb, or "." for the end of the body. Several answers are given one
     * after the other, the last one from then on.
     */
    ScriptedSmtpServer answering(String step, String... answers) {
        script.put(step, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    ScriptedSmtpServer offering(String extensionLines) {
        extensions = extensionLines;
        return this;
    }

    ScriptedSmtpServer withTls(SSLContext context, boolean implicit) {
        tls = context;
        implicitTls = implicit;
        return this;
    }

    ScriptedSmtpServer droppingAfterBodyOctets(int octets) {
        dropAfterBodyOctets = octets;
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> commands() {
        return commands;
    }

    List<Received> received() {
        return received;
    }

    int connections() {
        return connections.get();
    }

    /** Ends every line as an impatient server does, with or without a word. */
    void endLines(String farewell) {
        for (Socket socket : open) {
            try {
                if (farewell != null) {
                    socket.getOutputStream().write((farewell + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                socket.close();
            } catch (IOException gone) {
                open.remove(socket);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        endLines(null);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                thread(() -> converse(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            new Conversation(socket).hold();
        } catch (IOException lineLost) {
            return;
        } finally {
            open.remove(socket);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    private String answer(String step, String usual) {
        Deque<String> answers = script.get(step);
        if (answers == null) {
            return usual;
        }
        synchronized (answers) {
            String next = answers.size() > 1 ? answers.poll() : answers.peek();
            return next.isEmpty() ? usual : next;
        }
    }

    /** One connection. */
    private final class Conversation {
        private Socket socket;
        private InputStream in;
        private String sender;
        private List<String> recipients = new ArrayList<>();
        private boolean secured;

        Conversation(Socket socket) throws IOException {
            use(implicitTls ? wrapped(socket) : socket);
            secured = implicitTls;
        }

        void hold() throws IOException {
            if (!say(answer("GREETING", "220 mx.test ready"))) {
                return;
            }
            String line = readLine();
            while (line != null && react(line)) {
                line = readLine();
            }
        }

        private boolean react(String line) throws IOException {
            commands.add(line);
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO":
                    return say(answer("EHLO", ehlo()));
                case "STARTTLS":
                    return startTls();
                case "AUTH":
                    return say(answer("AUTH", "235 2.7.0 welcome"));
                case "MAIL":
                    sender = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    recipients = new ArrayList<>();
                    return say(answer("MAIL", "250 2.1.0 ok"));
                case "RCPT":
                    return recipient(line);
                case "DATA":
                    return data();
                case "QUIT":
                    say(answer("QUIT", "221 bye"));
                    return false;
                default:
                    return say(answer(verb, "250 ok"));
            }
        }

        private boolean recipient(String line) throws IOException {
            String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            String answer = answer("RCPT " + address, answer("RCPT", "250 2.1.5 ok"));
            if (answer.startsWith("2")) {
                recipients.add(address);
            }
            return say(answer);
        }

        private boolean data() throws IOException {
            String answer = answer("DATA", recipients.isEmpty() ? "503 5.5.1 no recipients" : "354 go on");
            if (!say(answer)) {
                return false;
            }
            if (!answer.startsWith("354")) {
                return true;
            }
            String body = body();
            if (body == null) {
                return false;
            }
            received.add(new Received(sender, recipients, body));
            return say(answer(".", "250 2.0.0 Ok: queued as Q" + received.size() + "X7"));
        }

        /** Everything up to the lone dot, as it came over the wire; null when told to drop before that. */
        private String body() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            long end = 0x0D0A;
            int octet;
            while ((octet = in.read()) >= 0) {
                body.write(octet);
                if (dropAfterBodyOctets >= 0 && body.size() > dropAfterBodyOctets) {
                    return null;
                }
                end = (end << 8 | octet) & 0xFF_FFFF_FFFFL;
                if (end == 0x0D0A2E0D0AL) {
                    return body.toString(StandardCharsets.UTF_8);
                }
            }
            throw new IOException("line lost in the body");
        }

        private boolean startTls() throws IOException {
            String answer = answer("STARTTLS", "220 2.0.0 go on");
            if (!say(answer)) {
                return false;
            }
            if (answer.startsWith("220") && !answer.contains("\n")) {
                use(wrapped(socket));
                secured = true;
            }
            return true;
        }

        private Socket wrapped(Socket plain) throws IOException {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
            secure.setUseClientMode(false);
            return secure;
        }

        private void use(Socket next) throws IOException {
            socket = next;
            in = new BufferedInputStream(next.getInputStream());
        }

        private String ehlo() {
            String offered = extensions + (tls != null && !secured ? "\nSTARTTLS" : "");
            StringBuilder reply = new StringBuilder("250-mx.test");
            String[] lines = offered.split("\n");
            for (int i = 0; i < lines.length; i++) {
                reply.append("\n250").append(i == lines.length - 1 ? ' ' : '-').append(lines[i]);
            }
            return reply.toString();
        }

        private boolean say(String answer) throws IOException {
            if (answer.equals(SILENCE)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            if (answer.equals(DROP) || answer.equals(SILENCE)) {
                return false;
            }
            byte[] octets = (answer.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
            return !answer.startsWith("421");
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet;
            while ((octet = in.read()) >= 0) {
                if (octet == '\n') {
                    return line.toString(StandardCharsets.UTF_8).replace("\r", "");
                }
                line.write(octet);
            }
            return null;
        }
    }
}
