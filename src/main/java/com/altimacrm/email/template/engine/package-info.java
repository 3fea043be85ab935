/**
 * The template language of stored mails: compiled once to a small tree, rendered with plain JSON values. It knows
 * variables, conditions and loops and nothing else, so that a template can execute nothing.
 * <p>May depend on: the JDK only.
 */
package com.altimacrm.email.template.engine;
