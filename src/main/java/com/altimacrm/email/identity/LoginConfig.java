package com.altimacrm.email.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of login, tokens and the first operator. */
@ConfigMapping(prefix = "altima.email.login")
interface LoginConfig {
    /** Who issues our tokens; a token of another issuer is refused. */
    @WithDefault("altimacrm-email")
    String issuer();

    /** How long a token is good for. */
    @WithDefault("8h")
    Duration tokenLifetime();

    /** RSA private key that signs tokens, PEM (PKCS#8) text. */
    Optional<String> privateKey();

    /** The same as a file. */
    Optional<String> privateKeyFile();

    /** RSA public key that checks tokens, PEM text; taken from the private key when absent. */
    Optional<String> publicKey();

    /** The same as a file. */
    Optional<String> publicKeyFile();

    /** Address of the operator made at start when there is none yet. */
    Optional<String> operatorEmail();

    /** Password of that operator, at least 12 characters. */
    Optional<String> operatorPassword();

    /** Tries an account has before it must wait between tries. */
    @WithDefault("5")
    int triesPerAccount();

    /** Tries a client address has; larger, because an office shares one. */
    @WithDefault("20")
    int triesPerAddress();

    /** The first wait; doubles with every further failure. */
    @WithDefault("30s")
    Duration firstWait();

    /** The longest wait. */
    @WithDefault("15m")
    Duration longestWait();

    /** How long failures are remembered. */
    @WithDefault("1h")
    Duration memory();

    /** How long Redis may take to answer before this replica counts by itself. */
    @WithDefault("300ms")
    Duration redisTimeout();

    /** Threads that hash passwords; each hash costs a fraction of a second of one core. */
    @WithDefault("2")
    int hashThreads();

    /** Passwords that may wait to be hashed; more are answered 503. */
    @WithDefault("64")
    int hashQueue();

    /** How long a deactivated user's token may still be taken. */
    @WithDefault("15s")
    Duration standingTtl();
}
