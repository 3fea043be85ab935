package com.altimacrm.email.template.engine;

import com.altimacrm.email.template.engine.Expression.IsEmpty;
import com.altimacrm.email.template.engine.Expression.Literal;
import com.altimacrm.email.template.engine.Expression.Not;
import com.altimacrm.email.template.engine.Node.Block;
import com.altimacrm.email.template.engine.Node.Branch;
import com.altimacrm.email.template.engine.Node.Choice;
import com.altimacrm.email.template.engine.Node.Echo;
import com.altimacrm.email.template.engine.Node.Loop;
import com.altimacrm.email.template.engine.Node.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a source into nodes, in one pass and without backtracking. */
final class TemplateParser {
    private final Cursor in;
    private final Names names = new Names();
    private final ExpressionParser expressions;
    private int depth;
    private String stop;
    private int stopAt;
    private int resumedAt;

    TemplateParser(String source) {
        in = new Cursor(source);
        expressions = new ExpressionParser(in, names);
    }

    Node template() {
        Node root = block();
        if (stop != null) {
            throw in.errorAt(stopAt, "@" + stop + " stands alone; nothing it belongs to is open.");
        }
        return root;
    }

    Set<String> variables() {
        return names.used();
    }

    /** Reads up to the end, or to a closing directive, which is left in {@link #stop}. */
    private Node block() {
        if (++depth > Limits.NESTING + 1) {
            throw in.error("Directives are nested more than " + Limits.NESTING + " deep.");
        }
        List<Node> nodes = new ArrayList<>();
        stop = null;
        while (stop == null && !in.done()) {
            piece(nodes);
        }
        depth--;
        return new Block(List.copyOf(nodes));
    }

    private void piece(List<Node> nodes) {
        int start = in.at();
        while (!in.done() && !special()) {
            in.jump(in.at() + 1);
        }
        if (in.at() > start) {
            nodes.add(new Text(in.text(start, in.at())));
        }
        if (!in.done()) {
            construct(nodes);
            resumedAt = in.at();
        }
    }

    private boolean special() {
        switch (in.peek()) {
            case '{':
                return in.sees("{{") || in.sees("{!!");
            case '<':
                return in.sees("<?php") || in.sees("<?=");
            case '@':
                return freestanding()
                        && (in.sees("@{{") || in.sees("@{!!") || !directive().isEmpty() || doubled());
            default:
                return false;
        }
    }

    /** An at sign within a word belongs to an address; right after a construct it does not. */
    private boolean freestanding() {
        if (in.at() == resumedAt) {
            return true;
        }
        char before = in.charAt(in.at() - 1);
        return !Cursor.isNamePart(before) && before != '@';
    }

    private boolean doubled() {
        return in.sees("@@") && Cursor.isNameStart(in.charAt(in.at() + 2));
    }

    /** The name of the directive that stands here, ours or refused; empty when this is plain text. */
    private String directive() {
        int start = in.at();
        in.jump(start + 1);
        String name = in.name();
        in.skipBlanks();
        boolean known = Directives.isOurs(name) || Directives.isRefused(name, in.peek() == '(');
        in.jump(start);
        return known ? name : "";
    }

    private void construct(List<Node> nodes) {
        if (in.take("{{--")) {
            comment();
        } else if (in.sees("{{{")) {
            throw in.error("'{{{' is not known; write {{ name }}, or {!! name !!} for a value that is HTML itself.");
        } else if (in.take("{{")) {
            nodes.add(echo("}}", false));
        } else if (in.take("{!!")) {
            nodes.add(echo("!!}", true));
        } else if (in.peek() == '<') {
            throw in.error("PHP code is not possible in a template: " + in.ahead() + ".");
        } else {
            atSign(nodes);
        }
    }

    private void comment() {
        int end = in.find("--}}");
        if (end < 0) {
            throw in.error("The comment is never closed; add --}}.");
        }
        in.jump(end + "--}}".length());
    }

    private Node echo(String end, boolean raw) {
        Expression expression = expressions.expression();
        expressions.close(end);
        return new Echo(expression, raw);
    }

    private void atSign(List<Node> nodes) {
        if (doubled()) {
            in.jump(in.at() + 2);
            nodes.add(new Text("@" + in.name()));
            return;
        }
        String name = directive();
        int start = in.at();
        in.jump(start + 1 + name.length());
        if (Directives.CLOSING.contains(name)) {
            stop = name;
            stopAt = start;
            closing();
        } else if (Directives.OPENING.contains(name)) {
            nodes.add(opening(name, start));
        } else if (!name.isEmpty()) {
            throw in.errorAt(
                    start, "@" + name + " is not possible in a template; write @@" + name + " for plain text.");
        }
    }

    private void closing() {
        if (!stop.equals("elseif")) {
            in.skipLineBreak();
        }
    }

    private Node opening(String name, int start) {
        return name.equals("foreach") ? loop(start) : choice(name, start);
    }

    private Node choice(String name, int start) {
        List<Branch> branches = new ArrayList<>();
        branches.add(new Branch(condition(name), body()));
        while ("elseif".equals(stop)) {
            branches.add(new Branch(condition("elseif"), body()));
        }
        if ("else".equals(stop)) {
            branches.add(new Branch(new Literal(true), block()));
        }
        end(name, start);
        return new Choice(List.copyOf(branches));
    }

    private Node body() {
        in.skipLineBreak();
        return block();
    }

    private Expression condition(String name) {
        open(name);
        if (name.equals("isset")) {
            return expressions.isSet();
        }
        Expression expression = expressions.expression();
        expressions.close(")");
        if (name.equals("unless")) {
            return new Not(expression);
        }
        return name.equals("empty") ? new IsEmpty(expression) : expression;
    }

    private void open(String name) {
        in.skipBlanks();
        if (!in.take("(")) {
            throw in.error("@" + name + " needs its condition in parentheses, found " + in.ahead() + ".");
        }
    }

    private void end(String name, int start) {
        if (stop == null) {
            throw in.errorAt(
                    start,
                    "@" + name + " is never closed; add @end" + name
                            + ", with a space before it if a letter is there.");
        }
        if (!stop.equals("end" + name)) {
            throw in.errorAt(stopAt, "@" + stop + " does not close the @" + name + " that is open.");
        }
        stop = null;
    }

    private Node loop(int start) {
        open("foreach");
        Expression items = expressions.expression();
        if (!in.takeWord("as")) {
            throw in.error("@foreach needs '(… as $item)', found " + in.ahead() + ".");
        }
        String key = null;
        String item = expressions.bindable();
        in.skipSpace();
        if (in.take("=>")) {
            key = item;
            item = expressions.bindable();
        }
        expressions.close(")");
        return loop(start, items, key, item);
    }

    private Node loop(int start, Expression items, String key, String item) {
        Set<String> bound = new HashSet<>(List.of(item, Loop.STATE));
        bound.add(key);
        names.enter(bound);
        Node body = body();
        names.leave();
        end("foreach", start);
        return new Loop(items, key, item, body);
    }
}
