package com.altimacrm.email.local;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Keys and passwords made anew for each run, so that no default can leak into a real installation. */
final class LocalSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private LocalSecrets() {}

    /** A random word of 24 characters, safe in SQL, JSON and shells. */
    static String word() {
        return HexFormat.of().formatHex(bytes(12));
    }

    static Map<String, String> settings() {
        KeyPair pair = rsaKeys();
        return Map.of(
                "JWT_PRIVATE_KEY", pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                "JWT_PUBLIC_KEY", pem("PUBLIC KEY", pair.getPublic().getEncoded()),
                "ALTIMA_SECRET_KEYS", "k1:" + Base64.getEncoder().encodeToString(bytes(32)),
                "OPERATOR_EMAIL", "operator@altima.test",
                "OPERATOR_PASSWORD", word());
    }

    private static KeyPair rsaKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, RANDOM);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    private static String pem(String name, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
