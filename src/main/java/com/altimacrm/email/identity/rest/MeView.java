package com.altimacrm.email.identity.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The caller's own record in both forms clients know: flat, and under {@code data}. */
@RegisterForReflection
record MeView(boolean success, @JsonUnwrapped UserView flat, UserView data) {}
