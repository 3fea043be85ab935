package com.altimacrm.email.identity;

import com.altimacrm.email.input.Input;

/** What someone types to log in. */
public record LoginForm(String email, String password) {
    private static final int MOST_EMAIL = 320;

    /** Reads and checks the two fields; the password is not trimmed. */
    public static LoginForm read(Input input) {
        String email = input.requiredText("email", MOST_EMAIL);
        input.present("password");
        input.check();
        return new LoginForm(email, UserRules.typedPassword(input));
    }

    @Override
    public String toString() {
        return "LoginForm[]";
    }
}
