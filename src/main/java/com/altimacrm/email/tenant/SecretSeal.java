package com.altimacrm.email.tenant;

import com.altimacrm.email.problem.Unavailable;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals secrets for storage with AES-256-GCM (NIST SP 800-38D), bound to the row and the name they are stored under.
 *
 * <p>The first key seals, every key opens, so keys rotate without downtime: put the new one first, wait until the old
 * values are sealed anew, drop the old one. A sealed value reads {@code v1:<key id>:<base64 of nonce and ciphertext>}.
 */
@Startup
@Singleton
public class SecretSeal {
    private static final String VERSION = "v1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String REMEDY = "Set ALTIMA_SECRET_KEYS to <key id>:<base64 of 32 bytes>, the newest first,"
            + " several divided by commas; make one with: echo \"k1:$(openssl rand -base64 32)\"";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys;
    private final String current;

    /**
     * Reads the keys; nonsense stops the start.
     *
     * @param setting "k2:base64,k1:base64"
     * @throws IllegalStateException when there is no key, or one is not 32 bytes long
     */
    public SecretSeal(@ConfigProperty(name = "altima.email.secrets.keys") Optional<String> setting) {
        keys = parse(setting.orElse(""));
        current = keys.keySet().iterator().next();
    }

    /**
     * Seals a secret under the newest key.
     *
     * @param owner id of the row it will stand in
     * @param name its name in that row
     */
    public String seal(String owner, String name, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, keys.get(current), nonce, owner, name, utf8(secret));
        byte[] stored = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return VERSION + ":" + current + ":" + Base64.getEncoder().encodeToString(stored);
    }

    /**
     * Opens a sealed secret.
     *
     * @throws Unavailable when its key is not configured here
     * @throws IllegalStateException when it was changed, or belongs to another row or name
     */
    public String open(String owner, String name, String sealed) {
        String[] parts = split(sealed, owner);
        byte[] stored = Base64.getDecoder().decode(parts[2]);
        if (stored.length <= NONCE_BYTES) {
            throw broken(owner, name, null);
        }
        byte[] nonce = java.util.Arrays.copyOf(stored, NONCE_BYTES);
        byte[] rest = java.util.Arrays.copyOfRange(stored, NONCE_BYTES, stored.length);
        return new String(
                run(Cipher.DECRYPT_MODE, key(parts[1], owner), nonce, owner, name, rest), StandardCharsets.UTF_8);
    }

    /** Whether the value is sealed under the newest key. */
    public boolean isCurrent(String sealed) {
        return sealed.startsWith(VERSION + ":" + current + ":");
    }

    private SecretKeySpec key(String id, String owner) {
        SecretKeySpec key = keys.get(id);
        if (key == null) {
            throw new Unavailable("The secrets of '" + owner + "' are sealed under key '" + id
                    + "', which this service does not have; an operator must add it to ALTIMA_SECRET_KEYS.");
        }
        return key;
    }

    private static byte[] run(int mode, SecretKeySpec key, byte[] nonce, String owner, String name, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(utf8(owner + ":" + name));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException refused) {
            throw broken(owner, name, refused);
        }
    }

    private static String[] split(String sealed, String owner) {
        String[] parts = sealed.split(":", 3);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new IllegalStateException("A secret of '" + owner + "' is not stored in a form this version knows.");
        }
        return parts;
    }

    private static IllegalStateException broken(String owner, String name, Exception cause) {
        return new IllegalStateException(
                "The secret '" + name + "' of '" + owner + "' was changed in storage or belongs elsewhere.", cause);
    }

    private static Map<String, SecretKeySpec> parse(String setting) {
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        for (String entry : setting.split(",", -1)) {
            if (!entry.isBlank()) {
                add(keys, entry.strip());
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("There is no key to seal secrets with. " + REMEDY);
        }
        return keys;
    }

    private static void add(Map<String, SecretKeySpec> keys, String entry) {
        int colon = entry.indexOf(':');
        String id = colon < 0 ? "" : entry.substring(0, colon);
        if (!id.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalStateException("A key for secrets has no usable id before its colon. " + REMEDY);
        }
        if (keys.put(id, new SecretKeySpec(bytes(id, entry.substring(colon + 1)), "AES")) != null) {
            throw new IllegalStateException("The key id '" + id + "' is used twice. " + REMEDY);
        }
    }

    private static byte[] bytes(String id, String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalStateException("The key '" + id + "' for secrets is not base64. " + REMEDY, notBase64);
        }
        throw new IllegalStateException("The key '" + id + "' for secrets does not have 32 bytes. " + REMEDY);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
