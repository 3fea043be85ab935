/**
 * The benchmark, {@code ./mvnw -Pbench}: load, sink and measurements around the packaged service, run as it runs in
 * production. Nothing here is a test.
 * <p>May depend on: local (servers, mail sink), Vert.x, the JDK.
 */
package com.altimacrm.email.bench;
