/**
 * Our client of Postmark's API: one request per mail over kept HTTPS connections, and always known whether the request
 * had gone out when a line dropped. Nobody imports this package; CDI finds the transport.
 * <p>May depend on: message, egress, transport, Vert.x.
 */
package com.altimacrm.email.transport.postmark;
