package com.altimacrm.email.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.altimacrm.email.local.MailSink.Delivery;
import com.altimacrm.email.local.SinkHook.Reaction;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailSinkTest {

    private static final String MESSAGE = "Message-ID:\r\n <1@a.test>\r\nSubject: Grüße\r\n\r\n..dots\r\n.\r\n";

    private MailSink sink = MailSink.keeping();

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @Test
    void pipelinedMailIsKeptWithEnvelopeAndUnstuffedDots() throws IOException {
        try (Client client = new Client(sink.port())) {
            client.say("EHLO x", "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "RCPT TO:<c@b.test>", "DATA");
            client.write(MESSAGE + "QUIT\r\n");

            assertThat(client.answers()).contains("250-PIPELINING", "354 go ahead", "250 2.0.0 kept", "221 2.0.0 bye");
        }
        ReceivedMail mail = sink.mails().get(0);
        assertThat(mail.from()).isEqualTo("a@a.test");
        assertThat(mail.to()).containsExactly("b@b.test", "c@b.test");
        assertThat(mail.messageId()).isEqualTo("<1@a.test>");
        assertThat(mail.header("subject")).contains("Grüße");
        assertThat(mail.text()).endsWith("\r\n\r\n.dots\r\n");
    }

    @Test
    void messageSplitAtEveryOctetIsTheSame() throws IOException {
        try (Client client = new Client(sink.port())) {
            client.say("HELO x", "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
            for (byte octet : MESSAGE.getBytes(StandardCharsets.UTF_8)) {
                client.write(new byte[] {octet});
            }
            client.say("QUIT");
            client.answers();
        }

        assertThat(sink.mails().get(0).text()).endsWith("\r\n\r\n.dots\r\n");
    }

    @Test
    void refusedRecipientIsNotInTheEnvelope() throws IOException {
        sink.hook((step, line) -> line.contains("full@") ? Reaction.refuse("452 4.2.2 mailbox full") : Reaction.goOn());

        try (Client client = new Client(sink.port())) {
            client.say("EHLO x", "MAIL FROM:<a@a.test>", "RCPT TO:<full@b.test>", "RCPT TO:<b@b.test>", "DATA");
            client.write(MESSAGE + "QUIT\r\n");

            assertThat(client.answers()).contains("452 4.2.2 mailbox full");
        }
        assertThat(sink.deliveries()).containsOnlyKeys(new Delivery("<1@a.test>", "b@b.test"));
    }

    @Test
    void droppedBeforeTheFinalAnswerTheMailIsKeptAndTheClientHearsNothing() throws IOException {
        sink.hook((step, line) -> step == SinkStep.KEPT ? Reaction.drop() : Reaction.goOn());

        try (Client client = new Client(sink.port())) {
            client.say("EHLO x", "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
            client.write(MESSAGE);

            assertThat(client.answers()).endsWith("354 go ahead\r\n");
        }
        assertThat(sink.mailCount()).isEqualTo(1);
    }

    @Test
    void droppedDuringTheBodyTheMailIsNotKept() throws IOException {
        sink.hook((step, line) -> step == SinkStep.BODY ? Reaction.drop() : Reaction.goOn());

        try (Client client = new Client(sink.port())) {
            client.say("EHLO x", "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
            client.write("Subject: cut");
            client.answers();
        }
        assertThat(sink.mailCount()).isZero();
    }

    @Test
    void delayedAnswerComesLateAndInOrder() throws IOException {
        sink.hook((step, line) -> step == SinkStep.MAIL ? Reaction.delay(Duration.ofMillis(200)) : Reaction.goOn());
        long start = System.nanoTime();

        try (Client client = new Client(sink.port())) {
            client.say("EHLO x", "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "QUIT");

            assertThat(client.answers()).endsWith("250 2.1.0 ok\r\n250 2.1.5 ok\r\n221 2.0.0 bye\r\n");
        }
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(200).toNanos());
    }

    @Test
    void loginInTwoStepsIsWelcome() throws IOException {
        try (Client client = new Client(sink.port())) {
            client.say("EHLO x", "AUTH LOGIN", "dQ==", "cA==", "QUIT");

            assertThat(client.answers()).contains("235 2.7.0 welcome");
        }
    }

    @Test
    void countingSinkCountsEachMailOfTwentySessionsOnce() throws Exception {
        sink.close();
        sink = MailSink.counting();
        int sessions = 20;
        int mailsEach = 500;
        ExecutorService clients = Executors.newFixedThreadPool(sessions);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        String body = "x".repeat(70) + "\r\n";
        long start = System.nanoTime();

        for (int s = 0; s < sessions; s++) {
            String name = "s" + s;
            done.add(CompletableFuture.runAsync(() -> sendMany(name, mailsEach, body.repeat(70)), clients));
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get();
        clients.shutdown();

        System.out.printf("Sink: %.0f mails/s%n", sessions * mailsEach / ((System.nanoTime() - start) / 1e9));
        assertThat(sink.mailCount()).isEqualTo(10_000);
        assertThat(sink.deliveries()).hasSize(10_000).containsEntry(new Delivery("<s7-42@a.test>", "b@b.test"), 1);
        assertThat(sink.mails()).isEmpty();
    }

    @Test
    void closedSinkTakesNoMoreConnections() {
        sink.close();

        assertThatThrownBy(() -> new Client(sink.port())).isInstanceOf(IOException.class);
        sink = MailSink.keeping();
    }

    private void sendMany(String name, int count, String body) {
        try (Client client = new Client(sink.port())) {
            client.say("EHLO x");
            for (int i = 0; i < count; i++) {
                client.say("MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
                client.awaitLine("354");
                client.write("Message-ID: <" + name + "-" + i + "@a.test>\r\n\r\n" + body + ".\r\n");
                client.awaitLine("250 2.0.0 kept");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that writes what it is told. */
    private static final class Client implements AutoCloseable {

        private final Socket socket;
        private final InputStream input;

        Client(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            input = new java.io.BufferedInputStream(socket.getInputStream());
        }

        void say(String... lines) throws IOException {
            write(String.join("\r\n", lines) + "\r\n");
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] octets) throws IOException {
            socket.getOutputStream().write(octets);
        }

        /** All that the sink says until it closes. */
        String answers() throws IOException {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }

        void awaitLine(String start) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = input.read(); c >= 0; c = input.read()) {
                line.append((char) c);
                if (c == '\n' && line.indexOf(start) == 0) {
                    return;
                } else if (c == '\n') {
                    line.setLength(0);
                }
            }
            throw new IOException("The sink closed before it said " + start);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
