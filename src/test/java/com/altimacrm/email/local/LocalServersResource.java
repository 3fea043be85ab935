package com.altimacrm.email.local;

import com.altimacrm.email.support.TestSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Gives Quarkus tests the {@link LocalServers}, started once per test JVM and ended with it.
 *
 * <p>Use it as {@code @WithTestResource(value = LocalServersResource.class, scope = TestResourceScope.GLOBAL)}.
 */
public final class LocalServersResource implements QuarkusTestResourceLifecycleManager {

    /** Quarkus may load this class more than once in a JVM, so the settings live where all copies see them. */
    private static final String SETTINGS = "altima.local-servers";

    @Override
    public Map<String, String> start() {
        return TestSettings.over(settings());
    }

    @Override
    public void stop() {
        // Our own servers end with the JVM; on others' we leave nothing behind.
        GivenServersTidy.tidy(settings(), TestSettings.queues());
    }

    /** The settings of this JVM's servers, for tests that run without Quarkus; starts the servers at the first call. */
    public static Map<String, String> settings() {
        synchronized (Runtime.getRuntime()) {
            String text = System.getProperty(SETTINGS);
            if (text == null) {
                text = write(LocalServers.start(GivenServersTidy.withOwnSchema(System.getenv()))
                        .settings());
                System.setProperty(SETTINGS, text);
            }
            return read(text);
        }
    }

    private static String write(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Map<String, String> read(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
