/**
 * Kill and outage tests: the packaged service runs as a process of its own and is killed, frozen, cut off and stopped
 * under load; afterwards every accepted mail must have arrived exactly once.
 * <p>May use: local, the service's wire and its tables; none of its classes.
 */
package com.altimacrm.email.kill;
