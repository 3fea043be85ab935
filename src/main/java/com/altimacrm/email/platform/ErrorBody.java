package com.altimacrm.email.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * A failure on the wire. Keys without a value are left out, which gives each of the contract's error forms.
 *
 * @param success always false
 * @param message words for people
 * @param error the same words where old clients look for them, or the id under which a fault was logged
 * @param errors faults by dotted field name
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErrorBody(boolean success, String message, String error, Map<String, List<String>> errors) {
    static ErrorBody said(String message) {
        return new ErrorBody(false, message, null, null);
    }

    static ErrorBody twice(String message) {
        return new ErrorBody(false, message, message, null);
    }

    static ErrorBody logged(String message, String id) {
        return new ErrorBody(false, message, id, null);
    }

    static ErrorBody invalid(String message, Map<String, List<String>> errors) {
        return new ErrorBody(false, message, null, errors);
    }
}
