package com.altimacrm.email.outbox.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** A key pair of this run, to sign tokens with and to check them by. */
public class TestKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        KeyPair keys = rsa();
        return Map.of(
                "mp.jwt.verify.publickey",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                "smallrye.jwt.sign.key",
                Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()),
                "mp.jwt.verify.issuer",
                "https://test.example",
                "smallrye.jwt.new-token.issuer",
                "https://test.example");
    }

    private static KeyPair rsa() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
