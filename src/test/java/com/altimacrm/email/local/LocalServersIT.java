package com.altimacrm.email.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Each server answers in its own protocol, whether it is ours or one that the environment names. */
class LocalServersIT {

    private final Map<String, String> settings = LocalServersResource.settings();

    @Test
    void databaseSpeaksSqlInUtf8mb4() throws Exception {
        try (java.sql.Connection connection = databaseConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT CONVERT('📬' USING utf8mb4)")) {
            answer.next();

            assertThat(answer.getString(1)).isEqualTo("📬");
        }
    }

    @Test
    void redisAnswersPing() throws Exception {
        String answer = firstLine("REDIS_HOST", "REDIS_PORT", "PING\r\n");

        assertThat(answer).isEqualTo("+PONG");
    }

    @Test
    void brokerConfirmsAMessageToABareDurableQueueAndHandsItOut() throws Exception {
        try (Connection connection = brokerConnection();
                Channel channel = connection.createChannel()) {
            String queue = "local.test." + LocalSecrets.word();
            channel.queueDeclare(queue, true, false, false, null);
            channel.confirmSelect();
            channel.basicPublish(
                    "", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, "hello".getBytes(StandardCharsets.UTF_8));
            boolean confirmed = channel.waitForConfirms(10_000);
            GetResponse message = channel.basicGet(queue, true);
            channel.queueDelete(queue);

            assertThat(confirmed).isTrue();
            assertThat(message.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        }
    }

    @Test
    void mailServerGreetsOverSmtpImapAndPop3() throws Exception {
        assertThat(firstLine("MAIL_HOST", "MAIL_SMTP_PORT", "")).startsWith("220 ");
        assertThat(firstLine("MAIL_HOST", "MAIL_IMAP_PORT", "")).startsWith("* OK ");
        assertThat(firstLine("MAIL_HOST", "MAIL_POP3_PORT", "")).startsWith("+OK ");
    }

    private java.sql.Connection databaseConnection() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", settings.get("DB_USERNAME"));
        login.setProperty("password", settings.get("DB_PASSWORD"));
        String url = "jdbc:mariadb://%s:%s/%s?allowPublicKeyRetrieval=true&createDatabaseIfNotExist=true"
                .formatted(settings.get("DB_HOST"), settings.get("DB_PORT"), settings.get("DB_DATABASE"));
        return new org.mariadb.jdbc.Driver().connect(url, login);
    }

    private Connection brokerConnection() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.get("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(settings.get("RABBITMQ_PORT")));
        factory.setUsername(settings.get("RABBITMQ_USER"));
        factory.setPassword(settings.get("RABBITMQ_PASSWORD"));
        return factory.newConnection();
    }

    private String firstLine(String host, String port, String request) throws IOException {
        try (Socket socket = new Socket(settings.get(host), Integer.parseInt(settings.get(port)))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
