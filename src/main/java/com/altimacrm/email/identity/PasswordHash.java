package com.altimacrm.email.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA512 (RFC 8018 §5.2). The parameters stand in the hash, so they can be raised
 * without locking anyone out. Costs a fraction of a second of one core: never call it on an event loop.
 */
final class PasswordHash {
    private static final String SCHEME = "pbkdf2-sha512";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;

    private final SecureRandom random = new SecureRandom();

    /** A fresh hash in the form {@code pbkdf2-sha512$<iterations>$<salt>$<hash>}. */
    String of(String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        return text(salt, derive(password, salt, ITERATIONS));
    }

    /** A hash that no password fits, made without the work of hashing; comparing against it takes as long as ever. */
    String ofNothing() {
        return text(randomBytes(SALT_BYTES), randomBytes(HASH_BITS / Byte.SIZE));
    }

    private static String text(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME + "$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Whether the password is the one that was hashed; false for a hash in a form we do not know. */
    boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            return false;
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] expected = Base64.getDecoder().decode(parts[3]);
            return iterations > 0
                    && iterations <= MOST_ITERATIONS
                    && MessageDigest.isEqual(expected, derive(password, salt, iterations));
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    /** Whether the hash was made with today's parameters. */
    boolean isCurrent(String stored) {
        return stored.startsWith(SCHEME + "$" + ITERATIONS + "$");
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(ALGORITHM + " is not available on this Java.", missing);
        } finally {
            spec.clearPassword();
        }
    }
}
