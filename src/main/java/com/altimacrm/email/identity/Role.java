package com.altimacrm.email.identity;

/** What a user may do; the names as they stand in the token's {@code groups} claim are the constants below. */
public enum Role {
    /** Everything, in every tenant. */
    OPERATOR,
    /** Everything within one tenant. */
    ADMIN,
    /** Sends and reads mail within one tenant. */
    USER;

    /** For {@code @RolesAllowed}. */
    public static final String OPERATOR_NAME = "operator";

    /** For {@code @RolesAllowed}. */
    public static final String ADMIN_NAME = "admin";

    /** For {@code @RolesAllowed}. */
    public static final String USER_NAME = "user";

    /** The name on the wire. */
    public String wireName() {
        return switch (this) {
            case OPERATOR -> OPERATOR_NAME;
            case ADMIN -> ADMIN_NAME;
            case USER -> USER_NAME;
        };
    }
}
