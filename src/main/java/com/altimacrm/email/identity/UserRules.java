package com.altimacrm.email.identity;

import com.altimacrm.email.input.Input;
import com.altimacrm.email.problem.InvalidInput;
import com.fasterxml.jackson.databind.JsonNode;

/** What a user's fields must look like. Passwords are taken as they are, never trimmed. */
final class UserRules {
    static final int LEAST_PASSWORD = 12;
    static final int MOST_PASSWORD = 1024;
    private static final int MOST_NAME = 255;

    private UserRules() {}

    /** The fields of a body; those absent are null. */
    record Fields(String tenantId, String name, String email, String password, Role role, Boolean active) {
        @Override
        public String toString() {
            return "Fields[" + role + "]";
        }
    }

    static Fields forCreate(Input input) {
        input.present("name");
        input.present("email");
        input.present("password");
        return read(input);
    }

    static Fields read(Input input) {
        var email = input.email("email");
        Fields fields = new Fields(
                input.text("tenant_id", 36),
                input.text("name", MOST_NAME),
                email == null ? null : email.address(),
                newPassword(input),
                role(input),
                input.bool("is_active"));
        input.check();
        return fields;
    }

    /** A password someone types to log in: any text of bearable length. */
    static String typedPassword(Input input) {
        JsonNode node = input.raw("password");
        if (node == null || !node.isTextual() || node.textValue().length() > MOST_PASSWORD) {
            throw new InvalidInput("password", "Is required, as text of at most " + MOST_PASSWORD + " characters.");
        }
        return node.textValue();
    }

    private static String newPassword(Input input) {
        JsonNode node = input.raw("password");
        if (node == null) {
            return null;
        }
        int length = node.isTextual() ? node.textValue().length() : 0;
        if (length < LEAST_PASSWORD || length > MOST_PASSWORD) {
            input.fault("password", "Needs " + LEAST_PASSWORD + " to " + MOST_PASSWORD + " characters.");
        }
        return node.asText();
    }

    private static Role role(Input input) {
        String role = input.oneOf("role", Role.USER_NAME, Role.ADMIN_NAME, Role.OPERATOR_NAME);
        return role == null ? null : Role.valueOf(role.toUpperCase(java.util.Locale.ROOT));
    }
}
