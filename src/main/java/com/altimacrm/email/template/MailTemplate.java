package com.altimacrm.email.template;

import com.altimacrm.email.template.engine.CompiledTemplate;
import com.altimacrm.email.template.engine.Faults;
import com.altimacrm.email.template.engine.InvalidTemplate;
import com.altimacrm.email.template.engine.Part;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The three parts of a template, compiled together. A part that cannot be compiled is null and has a fault. */
final class MailTemplate {
    private final Map<String, List<String>> faults = new LinkedHashMap<>();
    private final CompiledTemplate subject;
    private final CompiledTemplate html;
    private final CompiledTemplate text;

    MailTemplate(String subject, String html, String text) {
        this.subject = compiled("subject", subject, Part.SUBJECT);
        this.html = compiled("html_content", html, Part.HTML);
        this.text = compiled("text_content", text, Part.TEXT);
    }

    private CompiledTemplate compiled(String field, String source, Part part) {
        if (source == null) {
            return null;
        }
        try {
            return CompiledTemplate.compile(source, part);
        } catch (InvalidTemplate invalid) {
            faults.put(field, List.of(invalid.getMessage()));
            return null;
        }
    }

    /** Field of the template to what is wrong with it; empty when all parts can be used. */
    Map<String, List<String>> faults() {
        return faults;
    }

    /** The top-level names of all parts, in the order HTML, text, subject. */
    Set<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        for (CompiledTemplate part : new CompiledTemplate[] {html, text, subject}) {
            if (part != null) {
                names.addAll(part.variables());
            }
        }
        return names;
    }

    /** Renders all parts; {@code ownSubject} replaces the template's subject unless it is null. */
    RenderedMail render(CompiledTemplate ownSubject, Map<String, Object> data, Faults missing) {
        CompiledTemplate line = ownSubject == null ? subject : ownSubject;
        return new RenderedMail(
                line.render(data, missing), rendered(html, data, missing), rendered(text, data, missing));
    }

    private static String rendered(CompiledTemplate part, Map<String, Object> data, Faults missing) {
        return part == null ? null : part.render(data, missing);
    }
}
