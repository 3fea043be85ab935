/**
 * The one door to mail providers: {@link com.altimacrm.email.transport.MailTransport} and the answers it gives.
 * <p>May depend on: message, egress. Each provider lives in a sub-package that nobody imports; adding one adds a
 * folder and changes no other file.
 */
package com.altimacrm.email.transport;
