package com.altimacrm.email.template.engine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * One text of a mail, compiled; immutable, to be rendered by any number of threads at once.
 *
 * <p>A source has at most 1 Mi characters and 50 levels of blocks. A rendering makes at most 10,000 loop turns and
 * 5 Mi characters, and visits at most 2 million nodes.
 */
public final class CompiledTemplate {
    private final Part part;
    private final Node root;
    private final Set<String> variables;

    private CompiledTemplate(Part part, Node root, Set<String> variables) {
        this.part = part;
        this.root = root;
        this.variables = Collections.unmodifiableSet(new LinkedHashSet<>(variables));
    }

    /**
     * Compiles a source.
     *
     * @throws InvalidTemplate naming the line and the construct that is not part of the language
     */
    public static CompiledTemplate compile(String source, Part part) {
        if (source.length() > Limits.SOURCE) {
            throw new InvalidTemplate(
                    1,
                    "The template has " + source.length() + " characters; at most " + Limits.SOURCE + " are allowed.");
        }
        TemplateParser parser = new TemplateParser(source);
        return new CompiledTemplate(part, parser.template(), parser.variables());
    }

    /** Text that is to be taken as it is, whatever it looks like. */
    public static CompiledTemplate plain(String text, Part part) {
        return new CompiledTemplate(part, new Node.Text(text), Set.of());
    }

    /** The text as one line: each run of control characters, line breaks among them, becomes one space. */
    public static String oneLine(String text) {
        return Rendering.oneLine(text);
    }

    /** The top-level names it uses, in order of first use; loop variables are not among them. */
    public Set<String> variables() {
        return variables;
    }

    /**
     * Renders with JSON values: maps, lists, strings, numbers, booleans, null. An absent {@code first_name} is filled
     * from {@code name}, an absent {@code company_name} from {@code company}.
     *
     * @param faults takes what is missing, unusable or too large; the result is meaningless when it got any
     */
    public String render(Map<String, Object> data, Faults faults) {
        Rendering rendering = new Rendering(data, part, faults);
        try {
            root.render(rendering);
        } catch (LimitExceeded exceeded) {
            faults.add(exceeded.path(), exceeded.getMessage());
        }
        return rendering.text();
    }
}
