package com.altimacrm.email.local;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The local run's letter box: prints each mail that arrives, keeps it as a file to open, and puts it into the
 * recipient's mailbox, where IMAP and POP3 find it.
 */
final class LocalMailbox implements AutoCloseable {

    private final Path folder;
    private final GreenMail mailboxes;
    private final PrintStream out;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(LocalMailbox::daemon);
    private final MailSink sink;
    private final CompletableFuture<ReceivedMail> first = new CompletableFuture<>();
    private int count;

    LocalMailbox(Path folder, GreenMail mailboxes, PrintStream out) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.mailboxes = mailboxes;
        this.out = out;
        this.sink = MailSink.forwarding(mail -> worker.execute(() -> take(mail)));
    }

    int port() {
        return sink.port();
    }

    /** Waits for the first mail of this run. */
    ReceivedMail awaitFirst(int seconds) throws InterruptedException {
        try {
            return first.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("No mail has arrived within " + seconds + " s", e);
        }
    }

    @Override
    public void close() {
        try {
            sink.close();
        } catch (IllegalStateException | RejectedExecutionException late) {
            out.println(late.getMessage());
        }
        worker.shutdownNow();
    }

    private void take(ReceivedMail mail) {
        try {
            MimeMessage message = parse(mail);
            Path file = folder.resolve("%05d.eml".formatted(++count));
            Files.write(file, mail.raw());
            out.printf(
                    "%nMail %d  from %s  to %s%n  %s%n  %s%n",
                    count, mail.from(), String.join(", ", mail.to()), message.getSubject(), file);
            for (String recipient : mail.to()) {
                mailboxOf(recipient).deliver(message);
            }
            first.complete(mail);
        } catch (IOException | MessagingException | UserException e) {
            out.println("A mail arrived and could not be kept: " + e);
        }
    }

    private GreenMailUser mailboxOf(String address) throws UserException {
        GreenMailUser user = mailboxes.getUserManager().getUserByEmail(address);
        return user != null ? user : mailboxes.getUserManager().createUser(address, address, address);
    }

    private static MimeMessage parse(ReceivedMail mail) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.raw()));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "local-mailbox");
        thread.setDaemon(true);
        return thread;
    }
}
