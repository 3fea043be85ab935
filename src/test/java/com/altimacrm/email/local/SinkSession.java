package com.altimacrm.email.local;

import com.altimacrm.email.local.SinkHook.Reaction;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One client's SMTP session (RFC 5321) with PIPELINING, 8BITMIME, SMTPUTF8, SIZE and AUTH; on one event loop. */
final class SinkSession {

    private static final String CAPABILITIES =
            """
            250-sink.altima.test\r
            250-PIPELINING\r
            250-8BITMIME\r
            250-SMTPUTF8\r
            250-SIZE 104857600\r
            250-ENHANCEDSTATUSCODES\r
            250 AUTH PLAIN LOGIN XOAUTH2""";

    private final Vertx vertx;
    private final NetSocket socket;
    private final MailSink sink;
    private final InputOctets input = new InputOctets();
    private final StringBuilder answers = new StringBuilder();
    private final List<String> recipients = new ArrayList<>();
    private String sender;
    private int authLinesToCome;
    private boolean inMessage;
    private boolean bodySeen;
    private boolean waiting;
    private boolean closed;

    SinkSession(Vertx vertx, NetSocket socket, MailSink sink) {
        this.vertx = vertx;
        this.socket = socket;
        this.sink = sink;
    }

    void open() {
        socket.handler(this::received);
        socket.exceptionHandler(failure -> closed = true);
        socket.closeHandler(nothing -> closed = true);
        at(SinkStep.CONNECTED, "", () -> answer("220 sink.altima.test ESMTP"));
        flush();
    }

    private void received(Buffer more) {
        input.add(more);
        proceed();
    }

    private void proceed() {
        while (!waiting && !closed && step()) {
            // Each turn consumes a command or a message.
        }
        flush();
    }

    private boolean step() {
        if (inMessage) {
            return messageStep();
        }
        String line = input.nextLine();
        if (line != null) {
            command(line);
        }
        return line != null;
    }

    private boolean messageStep() {
        int length = input.messageLength();
        if (length < 0) {
            announceBody();
            return false;
        }
        String messageId = input.messageId(length);
        ReceivedMail mail = new ReceivedMail(sender, List.copyOf(recipients), sink.copy(input, length), messageId);
        input.consumeMessage(length);
        inMessage = false;
        forgetEnvelope();
        at(SinkStep.CONTENT, messageId, () -> keep(mail));
        return true;
    }

    private void announceBody() {
        if (!bodySeen && !input.isEmpty()) {
            bodySeen = true;
            at(SinkStep.BODY, "", () -> {});
        }
    }

    private void keep(ReceivedMail mail) {
        sink.keep(mail);
        at(SinkStep.KEPT, mail.messageId(), () -> {
            answer("250 2.0.0 kept");
            flush();
            at(SinkStep.ANSWERED, mail.messageId(), () -> {});
        });
    }

    private void command(String line) {
        if (authLinesToCome > 0) {
            authLine(line);
            return;
        }
        switch (verb(line)) {
            case "EHLO", "HELO" -> at(SinkStep.HELLO, line, () -> answer(CAPABILITIES));
            case "AUTH" -> auth(line);
            case "MAIL" -> at(SinkStep.MAIL, line, () -> mail(line));
            case "RCPT" -> at(SinkStep.RCPT, line, () -> rcpt(line));
            case "DATA" -> at(SinkStep.DATA, line, this::data);
            case "RSET" -> at(SinkStep.OTHER, line, this::reset);
            case "NOOP" -> at(SinkStep.OTHER, line, () -> answer("250 2.0.0 ok"));
            case "QUIT" -> at(SinkStep.QUIT, line, this::quit);
            default -> answer("500 5.5.1 unknown command");
        }
    }

    private static String verb(String line) {
        return line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
    }

    private void auth(String line) {
        String[] words = line.split(" ");
        if (words.length > 2) {
            at(SinkStep.AUTH, line, this::authenticated);
        } else {
            authLinesToCome = words.length > 1 && words[1].equalsIgnoreCase("LOGIN") ? 2 : 1;
            answer(authLinesToCome == 2 ? "334 VXNlcm5hbWU6" : "334 ");
        }
    }

    private void authLine(String line) {
        authLinesToCome--;
        if (authLinesToCome > 0) {
            answer("334 UGFzc3dvcmQ6");
        } else {
            at(SinkStep.AUTH, line, this::authenticated);
        }
    }

    private void authenticated() {
        answer("235 2.7.0 welcome");
    }

    private void mail(String line) {
        recipients.clear();
        sender = path(line);
        answer("250 2.1.0 ok");
    }

    private void rcpt(String line) {
        if (sender == null) {
            answer("503 5.5.1 MAIL first");
            return;
        }
        recipients.add(path(line));
        answer("250 2.1.5 ok");
    }

    private void data() {
        if (recipients.isEmpty()) {
            answer("554 5.5.1 no valid recipients");
            return;
        }
        inMessage = true;
        bodySeen = false;
        answer("354 go ahead");
    }

    private void reset() {
        forgetEnvelope();
        answer("250 2.0.0 ok");
    }

    private void forgetEnvelope() {
        sender = null;
        recipients.clear();
    }

    private void quit() {
        answer("221 2.0.0 bye");
        close();
    }

    private static String path(String line) {
        int open = line.indexOf('<');
        int close = line.indexOf('>', open + 1);
        return open < 0 || close < 0 ? "" : line.substring(open + 1, close);
    }

    private void at(SinkStep step, String detail, Runnable goOn) {
        react(sink.hook().at(step, detail), goOn);
    }

    private void react(Reaction reaction, Runnable goOn) {
        if (reaction instanceof Reaction.GoOn) {
            goOn.run();
        } else if (reaction instanceof Reaction.Refuse refusal) {
            answer(refusal.reply());
        } else if (reaction instanceof Reaction.Delay delay) {
            pause(delay, goOn);
        } else {
            close();
        }
    }

    private void pause(Reaction.Delay delay, Runnable goOn) {
        waiting = true;
        flush();
        vertx.setTimer(Math.max(1, delay.time().toMillis()), id -> {
            waiting = false;
            react(delay.then(), goOn);
            proceed();
        });
    }

    private void answer(String line) {
        answers.append(line).append("\r\n");
    }

    private void flush() {
        if (!answers.isEmpty() && !closed) {
            socket.write(answers.toString());
            answers.setLength(0);
        }
    }

    private void close() {
        flush();
        closed = true;
        socket.close();
    }
}
