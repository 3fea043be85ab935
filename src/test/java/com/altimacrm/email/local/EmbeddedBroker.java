package com.altimacrm.email.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/**
 * An AMQP 0-9-1 broker (Apache Qpid) inside this JVM, with durable queues in an embedded database.
 *
 * <p>It stands in for RabbitMQ with three differences: queue arguments named {@code x-…} close the connection, a
 * message rejected without requeue comes back, and a passive declaration counts unacknowledged messages too.
 */
public final class EmbeddedBroker {

    private static final String USER = "altima";

    private final Path folder;
    private final String password = LocalSecrets.word();
    private final int port = FreePort.next();
    private SystemLauncher launcher;

    EmbeddedBroker(Path parent) {
        this.folder = parent.resolve("broker");
    }

    /** Starts the broker, with the durable messages of its last run if there was one. */
    public synchronized void start() throws Exception {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("configuration.json");
        Files.writeString(configuration, configuration());
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        SystemLauncher starting = new SystemLauncher();
        starting.startup(attributes(configuration));
        launcher = starting;
        checkThatItListens();
    }

    /** Ends the broker; durable messages stay. */
    public synchronized void stop() {
        if (launcher != null) {
            shutDown(launcher);
            launcher = null;
        }
    }

    private static void shutDown(SystemLauncher launcher) {
        try {
            launcher.shutdown();
        } catch (IllegalStateException alreadyEnding) {
            // At the JVM's end the broker's own shutdown hook may come first.
        }
    }

    /** The launcher logs what went wrong and returns. */
    private void checkThatItListens() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "RABBITMQ_HOST", "127.0.0.1",
                "RABBITMQ_PORT", Integer.toString(port),
                "RABBITMQ_USER", USER,
                "RABBITMQ_USERNAME", USER,
                "RABBITMQ_PASSWORD", password);
    }

    private Map<String, Object> attributes(Path configuration) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("type", "JSON");
        attributes.put("storePath", folder.resolve("broker.json").toString());
        attributes.put("initialConfigurationLocation", configuration.toUri().toString());
        attributes.put("startupLoggedToSystemOut", false);
        attributes.put("context", Map.of("qpid.work_dir", folder.toString()));
        return attributes;
    }

    private String configuration() {
        return """
                {
                  "name": "altima", "modelVersion": "9.0",
                  "authenticationproviders": [{
                    "name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
                    "users": [{"name": "%1$s", "type": "managed", "password": "%2$s"}]
                  }],
                  "ports": [{
                    "name": "AMQP", "port": "%3$d", "bindingAddress": "127.0.0.1",
                    "authenticationProvider": "plain", "protocols": ["AMQP_0_9", "AMQP_0_9_1"],
                    "virtualhostaliases": [
                      {"name": "nameAlias", "type": "nameAlias"},
                      {"name": "defaultAlias", "type": "defaultAlias"}
                    ]
                  }],
                  "virtualhostnodes": [{
                    "name": "default", "type": "DERBY", "storePath": "%4$s", "defaultVirtualHostNode": "true",
                    "virtualHostInitialConfiguration": "{\\"type\\": \\"DERBY\\"}"
                  }]
                }
                """
                .formatted(
                        USER, password, port, folder.resolve("store").toString().replace("\\", "/"));
    }
}
