package com.altimacrm.email.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The success form of nearly every endpoint: {@code {"success":true,"message"?,"data"?}}.
 *
 * @param success always true here; failures have forms of their own
 * @param message words for people, or null to leave the key out
 * @param data the answer, or null to leave the key out
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Envelope<T>(boolean success, String message, T data) {
    /** An answer without words. */
    public static <T> Envelope<T> of(T data) {
        return new Envelope<>(true, null, data);
    }

    /** An answer with words. */
    public static <T> Envelope<T> said(String message, T data) {
        return new Envelope<>(true, message, data);
    }
}
