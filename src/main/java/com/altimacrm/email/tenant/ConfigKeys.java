package com.altimacrm.email.tenant;

import java.util.List;
import java.util.Locale;

/** The keys of config_json we give a meaning to, in each spelling clients use; the first one present wins. */
final class ConfigKeys {
    static final List<String> HOST = List.of("smtp_host", "host");
    static final List<String> PORT = List.of("smtp_port", "port");
    static final List<String> USERNAME = List.of("smtp_username", "username");
    static final List<String> PASSWORD = List.of("smtp_password", "password");
    static final List<String> ENCRYPTION = List.of("smtp_encryption", "encryption");
    static final List<String> TOKEN = List.of("api_token", "server_token");
    static final List<String> FROM_ADDRESS = List.of("from_address", "email");
    static final List<String> FROM_NAME = List.of("from_name");
    static final List<String> DRIVER = List.of("driver", "protocol");
    static final List<String> INBOUND_HOST = List.of("imap_host", "pop3_host");
    static final String ALLOWED_FROM = "allowed_from";
    static final String MESSAGE_ID_DOMAIN = "message_id_domain";

    /** Keys that mean the same: when one is set anew, the other spelling goes. */
    static final List<List<String>> SAME = List.of(HOST, PORT, USERNAME, PASSWORD, ENCRYPTION, TOKEN);

    private static final List<String> SECRET_WORDS = List.of(
            "password", "passwd", "passphrase", "secret", "token", "privatekey", "apikey", "accesskey", "credential");

    private ConfigKeys() {}

    /** Whether the value under this key is a secret, judged by the key's name. */
    static boolean isSecret(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[_\\-. ]", "");
        return !plain.endsWith("accesskeyid") && SECRET_WORDS.stream().anyMatch(plain::contains);
    }
}
