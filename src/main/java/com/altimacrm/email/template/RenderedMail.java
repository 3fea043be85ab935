package com.altimacrm.email.template;

/**
 * What a template and its data make.
 *
 * @param subject one line, without control characters; may be empty
 * @param html null when the template has no HTML part
 * @param text null when the template has no text part
 */
public record RenderedMail(String subject, String html, String text) {}
