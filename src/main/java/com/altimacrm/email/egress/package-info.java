/**
 * The one gate for every connection that a tenant can aim: names are resolved once, inner networks are refused, and
 * callers connect to the checked address.
 * <p>May depend on: the JDK and Vert.x only.
 */
package com.altimacrm.email.egress;
