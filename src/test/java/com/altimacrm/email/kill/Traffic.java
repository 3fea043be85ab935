package com.altimacrm.email.kill;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands mails to the service as CRMs do: by REST, repeated under the same key until a 2xx; by AMQP, until confirmed. */
final class Traffic implements AutoCloseable {
    /** A message that was recognised and whose acknowledgement got lost is recognised again after 30 s. */
    private static final Duration MATCH_AGAIN = Duration.ofSeconds(75);

    private static final int CLIENTS = 12;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(45);
    private static final Duration GIVE_UP = Duration.ofSeconds(120);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS, Traffic::daemon);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final Connection broker;
    private final String queue;
    private final Ledger ledger;
    private volatile List<URI> targets;
    private String token = "";
    private String tenantId;
    private String providerId;

    private Traffic(URI target, Connection broker, String queue, Ledger ledger) {
        this.targets = List.of(target);
        this.broker = broker;
        this.queue = queue;
        this.ledger = ledger;
    }

    /** Logs in and makes a tenant whose provider is the sink. */
    static Traffic seeded(
            ServiceProcess service,
            Map<String, String> settings,
            int sinkPort,
            Connection broker,
            String queue,
            Ledger ledger)
            throws IOException {
        Traffic traffic = new Traffic(service.url(), broker, queue, ledger);
        Map<String, String> login =
                Map.of("email", settings.get("OPERATOR_EMAIL"), "password", settings.get("OPERATOR_PASSWORD"));
        traffic.token = traffic.ask("/api/auth/login", login).path("token").asText();
        traffic.tenantId = traffic.ask("/api/email/tenants", Map.of("tenant_name", "Kill tests"))
                .path("tenant_id")
                .asText();
        traffic.providerId = traffic.ask("/api/email/providers", traffic.provider(sinkPort))
                .path("provider_id")
                .asText();
        return traffic;
    }

    /** Later requests go to these replicas in turn. */
    void sendTo(List<ServiceProcess> replicas) {
        targets = replicas.stream().map(ServiceProcess::url).toList();
    }

    /** Posts mails from {@value #CLIENTS} clients; completes when each has its 2xx. */
    CompletableFuture<Void> rest(int count) {
        return rest(count, "A short text.");
    }

    /** As {@link #rest(int)}, with that body. */
    CompletableFuture<Void> rest(int count, String body) {
        List<CompletableFuture<Void>> posts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String recipient = nextRecipient();
            posts.add(CompletableFuture.runAsync(
                    () -> postUntilTaken(recipient, mail(recipient, recipient, body)), clients));
        }
        return CompletableFuture.allOf(posts.toArray(CompletableFuture[]::new));
    }

    /** Publishes mails with a message_id. */
    void amqp(int count) {
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String recipient = nextRecipient();
            mails.add(write(mail(recipient, recipient, "A short text.")));
            ledger.accepted(recipient);
        }
        publish(mails);
    }

    /** Publishes mails without any id; each of them {@code copies} times, octet for octet. */
    void amqpAnonymous(int count, int copies) {
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String recipient = nextRecipient();
            byte[] mail = write(mail(recipient, null, "A short text."));
            for (int copy = 0; copy < copies; copy++) {
                mails.add(mail);
                ledger.accepted(recipient);
            }
        }
        publish(mails);
    }

    /** The status of one post that is not repeated; 0 without an answer. A 2xx goes into the ledger. */
    int postOnce() {
        String recipient = nextRecipient();
        return post(recipient, mail(recipient, recipient, "A short text."));
    }

    /** Fails when messages stay on the queue. */
    void assertQueueIsEmpty() {
        await("the queue is empty").atMost(MATCH_AGAIN).until(() -> depth() == 0);
    }

    @Override
    public void close() throws IOException {
        clients.shutdownNow();
        try (Channel channel = broker.createChannel()) {
            channel.queueDelete(queue);
            channel.queueDelete(queue + ".dlq");
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** How many replicas read the queue. */
    int consumers() throws Exception {
        try (Channel channel = broker.createChannel()) {
            return channel.queueDeclarePassive(queue).getConsumerCount();
        }
    }

    private long depth() throws Exception {
        try (Channel channel = broker.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount();
        }
    }

    private void publish(List<byte[]> mails) {
        try (Channel channel = broker.createChannel()) {
            channel.queueDeclare(queue, true, false, false, null);
            channel.confirmSelect();
            BasicProperties persistent = MessageProperties.PERSISTENT_TEXT_PLAIN;
            for (byte[] mail : mails) {
                channel.basicPublish("", queue, persistent, mail);
            }
            channel.waitForConfirmsOrDie(60_000);
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not take the mails", e);
        }
    }

    private void postUntilTaken(String recipient, Map<String, Object> mail) {
        if (isTaken(post(recipient, mail))) {
            return;
        }
        await("mail " + recipient + " is accepted")
                .pollInSameThread()
                .pollDelay(AGAIN)
                .pollInterval(AGAIN)
                .atMost(GIVE_UP)
                .until(() -> isTaken(post(recipient, mail)));
    }

    private int post(String recipient, Map<String, Object> mail) {
        List<URI> now = targets;
        URI target = now.get(Math.floorMod(turn.incrementAndGet(), now.size()));
        int status;
        try {
            HttpResponse<String> answer = send(target, "/api/email/send", mail);
            status = answer.statusCode();
            if (!isTaken(status) && status != 503) {
                ledger.oddAnswer(status + " " + answer.body());
            }
        } catch (IOException noAnswer) {
            status = 0;
        }
        if (isTaken(status)) {
            ledger.accepted(recipient);
        }
        return status;
    }

    private static boolean isTaken(int status) {
        return status / 100 == 2;
    }

    private JsonNode ask(String path, Map<String, ?> body) throws IOException {
        HttpResponse<String> answer = send(targets.get(0), path, body);
        if (!isTaken(answer.statusCode())) {
            throw new IOException("POST " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body()).path("data");
    }

    private HttpResponse<String> send(URI target, String path, Map<String, ?> body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(path))
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(write(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Map<String, Object> provider(int port) {
        Map<String, Object> configuration =
                Map.of("host", "127.0.0.1", "port", port, "encryption", "none", "from_address", "desk@kill.test");
        return Map.of("tenant_id", tenantId, "provider_name", "sink", "config_json", configuration);
    }

    private Map<String, Object> mail(String recipient, String messageId, String body) {
        Map<String, Object> mail = new HashMap<>();
        mail.put("tenant_id", tenantId);
        mail.put("provider_id", providerId);
        mail.put("from", "desk@kill.test");
        mail.put("to", List.of(recipient));
        mail.put("subject", "For " + recipient);
        mail.put("body_format", "Text");
        mail.put("body_content", body);
        if (messageId != null) {
            mail.put("message_id", messageId);
        }
        return mail;
    }

    private String nextRecipient() {
        return "m" + number.incrementAndGet() + "@ledger.test";
    }

    private byte[] write(Map<String, ?> body) {
        try {
            return json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "crm client");
        thread.setDaemon(true);
        return thread;
    }
}
