package com.altimacrm.email.transport.smtp;

import static com.altimacrm.email.transport.smtp.SmtpSettings.first;

import com.altimacrm.email.message.EmailAddress;
import com.altimacrm.email.message.InvalidMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds what is wrong with an SMTP account's configuration, key by key, without connecting anywhere. */
final class SmtpFaults {
    private static final Set<String> ENCRYPTIONS = Set.of("auto", "tls", "starttls", "ssl", "implicit", "none");

    private final Map<String, String> config;
    private final Map<String, List<String>> found = new TreeMap<>();

    private SmtpFaults(Map<String, String> config) {
        this.config = config;
    }

    /** Faults by the key the tenant used, or would use; empty when the configuration is sound. */
    static Map<String, List<String>> of(Map<String, String> config) {
        SmtpFaults faults = new SmtpFaults(config);
        faults.server();
        faults.login();
        faults.sender();
        faults.certificates();
        return faults.found;
    }

    private void server() {
        if (first(config, "smtp_host", "host") == null) {
            fault("smtp_host", "The SMTP server's name is needed, such as smtp.example.com.");
        }
        numeric(used("smtp_port", "port"), 65535);
        numeric("max_connections", SmtpSettings.MAX_CONNECTIONS);
        String encryption = first(config, "smtp_encryption", "encryption");
        if (encryption != null && !ENCRYPTIONS.contains(encryption.toLowerCase(Locale.ROOT))) {
            fault(
                    used("smtp_encryption", "encryption"),
                    "'" + encryption + "' is unknown; use tls, ssl, none or auto.");
        }
    }

    private void login() {
        boolean named = first(config, "smtp_username", "username") != null;
        boolean secret = first(config, "smtp_password", "password") != null;
        if (named && !secret) {
            fault(
                    "smtp_password",
                    "A user name needs its password; add it, or remove the user name to send without login.");
        } else if (secret && first(config, "smtp_username", "username", "email") == null) {
            fault("smtp_username", "A password needs its user name; add it, or remove the password.");
        }
        String auth = first(config, "auth");
        if (auth != null && !auth.equalsIgnoreCase("xoauth2") && !auth.equalsIgnoreCase("password")) {
            fault("auth", "'" + auth + "' is unknown; use password or xoauth2.");
        }
    }

    private void sender() {
        String from = first(config, "from_address");
        try {
            if (from != null) {
                EmailAddress.of(from);
            }
        } catch (InvalidMessage invalid) {
            fault("from_address", invalid.getMessage());
        }
    }

    private void certificates() {
        String pem = first(config, "tls_ca");
        if (pem != null && !readable(pem)) {
            fault("tls_ca", "No certificate can be read from it; paste the CA's certificates in PEM form.");
        }
    }

    private static boolean readable(String pem) {
        try {
            byte[] octets = pem.getBytes(StandardCharsets.UTF_8);
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(octets))
                    .isEmpty();
        } catch (CertificateException notPem) {
            return false;
        }
    }

    private void numeric(String key, int max) {
        String text = first(config, key);
        if (text == null) {
            return;
        }
        boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : 0;
        if (value < 1 || value > max) {
            fault(key, "'" + text + "' is not a number from 1 to " + max + ".");
        }
    }

    private String used(String key, String alias) {
        return first(config, key) == null && first(config, alias) != null ? alias : key;
    }

    private void fault(String key, String fault) {
        found.put(key, List.of(fault));
    }
}
