/**
 * Our own SMTP client: one mail at a time on each connection, every reply kept with its recipient, and always known
 * whether the body had gone out when a line dropped. Nobody imports this package; CDI finds the transport.
 * <p>May depend on: message, egress, transport, Vert.x.
 */
package com.altimacrm.email.transport.smtp;
