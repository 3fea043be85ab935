/**
 * What a mail is: addresses, ids, the message itself and the one page of header policy.
 * <p>May depend on: the JDK only.
 */
package com.altimacrm.email.message;
