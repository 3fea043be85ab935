package com.altimacrm.email.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** Makes the keys a test run needs, fresh each time, and names the first operator. */
public class TestKeys implements QuarkusTestResourceLifecycleManager {
    public static final String OPERATOR_EMAIL = "operator@example.com";
    public static final String OPERATOR_PASSWORD = "only for tests, never anywhere else";

    @Override
    public Map<String, String> start() {
        return Map.of(
                "altima.email.secrets.keys",
                "test:" + Base64.getEncoder().encodeToString(random()),
                "altima.email.login.private-key",
                privateKey(),
                "altima.email.login.operator-email",
                OPERATOR_EMAIL,
                "altima.email.login.operator-password",
                OPERATOR_PASSWORD,
                "altima.email.login.standing-ttl",
                "1s",
                // All tests share one address, and one Redis with the runs before.
                "altima.email.login.tries-per-address",
                "1000000");
    }

    @Override
    public void stop() {}

    private static byte[] random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key).replace("\r", "")
                    + "\n-----END PRIVATE KEY-----";
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
