/**
 * Keeps the bytes of files in the database, in pieces; the only place of the feature that knows SQL.
 * <p>May depend on: the reactive SQL client.
 */
package com.altimacrm.email.attachment.store;
