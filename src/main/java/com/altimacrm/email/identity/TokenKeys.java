package com.altimacrm.email.identity;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The RSA key pair of our tokens, from the environment; a missing or weak one stops the start. */
@Startup
@Singleton
class TokenKeys {
    private static final int LEAST_BITS = 2048;
    private static final String REMEDY = " Set JWT_PRIVATE_KEY to PEM text or JWT_PRIVATE_KEY_FILE to a file; make one"
            + " with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out jwt.pem";

    private final PrivateKey signing;
    private final RSAPublicKey checking;

    TokenKeys(LoginConfig config) {
        RSAPrivateCrtKey key = privateKey(pem(config.privateKey(), config.privateKeyFile())
                .orElseThrow(() -> new IllegalStateException("There is no key to sign tokens with." + REMEDY)));
        signing = key;
        checking = pem(config.publicKey(), config.publicKeyFile())
                .map(TokenKeys::publicKey)
                .orElseGet(() -> publicHalf(key));
        if (checking.getModulus().bitLength() < LEAST_BITS) {
            throw new IllegalStateException("The key for tokens has fewer than " + LEAST_BITS + " bits." + REMEDY);
        }
    }

    PrivateKey signing() {
        return signing;
    }

    RSAPublicKey checking() {
        return checking;
    }

    private static Optional<String> pem(Optional<String> text, Optional<String> file) {
        return text.filter(t -> !t.isBlank())
                .or(() -> file.filter(f -> !f.isBlank()).map(TokenKeys::read));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "The key file '" + file + "' for tokens cannot be read." + REMEDY, unreadable);
        }
    }

    private static RSAPrivateCrtKey privateKey(String pem) {
        try {
            return (RSAPrivateCrtKey) rsa().generatePrivate(new PKCS8EncodedKeySpec(bytes(pem)));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException notAKey) {
            throw new IllegalStateException("The private key for tokens is not an RSA key in PKCS#8 PEM." + REMEDY);
        }
    }

    private static RSAPublicKey publicKey(String pem) {
        try {
            return (RSAPublicKey) rsa().generatePublic(new X509EncodedKeySpec(bytes(pem)));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException notAKey) {
            throw new IllegalStateException(
                    "The public key for tokens is not an RSA key in PEM; leave JWT_PUBLIC_KEY and JWT_PUBLIC_KEY_FILE"
                            + " empty to use the private key's other half.",
                    notAKey);
        }
    }

    private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) rsa().generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("The private key for tokens has no public half." + REMEDY, refused);
        }
    }

    private static KeyFactory rsa() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA");
    }

    private static byte[] bytes(String pem) {
        // One-line environment variables carry line breaks as \n.
        String body =
                pem.replace("\\n", "\n").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return Base64.getDecoder().decode(body);
    }
}
