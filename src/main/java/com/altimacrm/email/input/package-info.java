/**
 * Reads a JSON body or query the contract's way: trimmed strings, empty means absent, every fault collected under its
 * dotted key. Bean Validation is not used because the contract's unions (a string or an object) and its dotted keys
 * need a reader of their own, and one reader serves REST and AMQP alike.
 * <p>May depend on: Jackson, message, problem.
 */
package com.altimacrm.email.input;
