package com.altimacrm.email.identity;

/** HTTP 401: these credentials open nothing; deliberately the same for every reason. */
public final class LoginRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoginRefused() {
        super("E-mail or password is wrong, or the account may not log in.");
    }
}
