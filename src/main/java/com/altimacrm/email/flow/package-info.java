/**
 * How work flows: group commit and jittered waits, known to nobody's domain.
 * <p>May depend on: the JDK, Mutiny, problem.
 */
package com.altimacrm.email.flow;
