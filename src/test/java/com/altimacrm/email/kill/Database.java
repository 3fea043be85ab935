package com.altimacrm.email.kill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The service's tables, read past the proxy; the database is made for one stage and dropped with it. */
final class Database {
    private final Map<String, String> servers;
    private final String name;

    private Database(Map<String, String> servers, String name) {
        this.servers = servers;
        this.name = name;
    }

    static Database create(Map<String, String> servers, String name) {
        Database database = new Database(servers, name);
        database.execute("", "create database " + name + " character set utf8mb4");
        return database;
    }

    String name() {
        return name;
    }

    void drop() {
        execute("", "drop database " + name);
    }

    /** One number. */
    long count(String sql) {
        return Long.parseLong(rows(sql).get(0).get(0));
    }

    /** All rows as text. */
    List<List<String>> rows(String sql, String... values) {
        try (Connection connection = connect(name);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return read(result);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static List<List<String>> read(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(result.getString(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private void execute(String schema, String sql) {
        try (Connection connection = connect(schema);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect(String schema) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", servers.get("DB_USERNAME"));
        login.setProperty("password", servers.get("DB_PASSWORD"));
        String url = "jdbc:mariadb://%s:%s/%s?allowPublicKeyRetrieval=true"
                .formatted(servers.get("DB_HOST"), servers.get("DB_PORT"), schema);
        return new org.mariadb.jdbc.Driver().connect(url, login);
    }
}
