/**
 * The ways a request can fail, as types; {@code platform} turns each into its answer on the wire.
 * <p>May depend on: the JDK only.
 */
package com.altimacrm.email.problem;
