/**
 * Servers for a machine that has none: a database, Redis, an AMQP broker and a mail server out of Maven artifacts,
 * for the tests and for {@code ./mvnw -Plocal}; and {@code MailSink}, an SMTP receiver that
 * tests and benchmarks can bend.
 *
 * <p>May use the JDK, the server artifacts and Vert.x; nothing of the service's own packages.
 */
package com.altimacrm.email.local;
