package com.altimacrm.email.support;

import com.altimacrm.email.local.LocalServersResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Writes rows that no door of the service lets anybody write, such as a user without a password to be hashed. */
public final class Database {
    private Database() {}

    /** Runs one statement. */
    public static void run(String sql, Object... values) {
        try (Connection connection = open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection open() throws SQLException {
        Map<String, String> settings = LocalServersResource.settings();
        Properties login = new Properties();
        login.setProperty("user", settings.get("DB_USERNAME"));
        login.setProperty("password", settings.get("DB_PASSWORD"));
        String url = "jdbc:mariadb://%s:%s/%s?allowPublicKeyRetrieval=true"
                .formatted(settings.get("DB_HOST"), settings.get("DB_PORT"), settings.get("DB_DATABASE"));
        return new org.mariadb.jdbc.Driver().connect(url, login);
    }
}
