package com.altimacrm.email.identity.store;

import io.vertx.mysqlclient.MySQLException;

/** Why the database refused a row, as far as anybody can act on it. */
public enum RowFault {
    /** Another row has the same address. */
    DUPLICATE,
    /** The tenant it names does not exist. */
    NO_SUCH_TENANT,
    /** Anything else. */
    OTHER;

    private static final int DUPLICATE_CODE = 1062;
    private static final int NO_PARENT_CODE = 1452;

    /** What a failed write, or the cause it wraps, was refused for. */
    public static RowFault of(Throwable failure) {
        Throwable cause = failure instanceof MySQLException ? failure : failure.getCause();
        int code = cause instanceof MySQLException database ? database.getErrorCode() : 0;
        return switch (code) {
            case DUPLICATE_CODE -> DUPLICATE;
            case NO_PARENT_CODE -> NO_SUCH_TENANT;
            default -> OTHER;
        };
    }
}
