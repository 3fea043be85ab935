/**
 * What every answer has in common: its time format, its error forms, its headers, its JSON rules.
 * <p>May depend on: problem, the frameworks. Others use {@link com.altimacrm.email.platform.WireTime}, {@link
 * com.altimacrm.email.platform.Envelope}, {@link com.altimacrm.email.platform.Refusal} and nothing else from here.
 */
package com.altimacrm.email.platform;
