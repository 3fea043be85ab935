package com.altimacrm.email.template.engine;

import com.altimacrm.email.template.engine.Expression.Comparison;
import com.altimacrm.email.template.engine.Expression.Count;
import com.altimacrm.email.template.engine.Expression.FirstSet;
import com.altimacrm.email.template.engine.Expression.IsEmpty;
import com.altimacrm.email.template.engine.Expression.IsSet;
import com.altimacrm.email.template.engine.Expression.Junction;
import com.altimacrm.email.template.engine.Expression.Literal;
import com.altimacrm.email.template.engine.Expression.Not;
import com.altimacrm.email.template.engine.Expression.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads expressions; from loose to tight: or, and, ??, ||, &&, equality, order, !, operand. */
final class ExpressionParser {
    private static final Set<String> WORDS = Set.of("and", "or", "xor", "as", "new", "instanceof");
    private final Cursor in;
    private final Names names;
    private final LiteralParser literals;
    private int depth;

    ExpressionParser(Cursor in, Names names) {
        this.in = in;
        this.names = names;
        this.literals = new LiteralParser(in);
    }

    Expression expression() {
        if (++depth > Limits.NESTING) {
            throw in.error("Parentheses and '!' are nested more than " + Limits.NESTING + " deep.");
        }
        Expression read = chain(this::conjunction, () -> in.takeWord("or"), all -> new Junction(all, true));
        depth--;
        return read;
    }

    private Expression conjunction() {
        return chain(this::fallback, () -> in.takeWord("and"), all -> new Junction(all, false));
    }

    private Expression fallback() {
        return chain(this::disjunction, () -> in.take("??"), FirstSet::new);
    }

    private Expression disjunction() {
        return chain(this::tightConjunction, () -> in.take("||"), all -> new Junction(all, true));
    }

    private Expression tightConjunction() {
        return chain(this::equality, () -> in.take("&&"), all -> new Junction(all, false));
    }

    /** Operands in a flat list, so that a long chain needs no deep stack. */
    private Expression chain(
            Supplier<Expression> operand, BooleanSupplier joined, Function<List<Expression>, Expression> build) {
        Expression first = operand.get();
        List<Expression> all = new ArrayList<>(List.of(first));
        in.skipSpace();
        while (joined.getAsBoolean()) {
            all.add(operand.get());
            in.skipSpace();
        }
        return all.size() == 1 ? first : build.apply(List.copyOf(all));
    }

    private Expression equality() {
        return compared(this::order, Comparator.EQUALITY);
    }

    private Expression order() {
        return compared(this::unary, Comparator.ORDER);
    }

    private Expression compared(Supplier<Expression> operand, List<Comparator> comparators) {
        Expression left = operand.get();
        in.skipSpace();
        for (Comparator comparator : comparators) {
            if (in.take(comparator.symbol())) {
                return new Comparison(left, comparator, operand.get());
            }
        }
        return left;
    }

    private Expression unary() {
        in.skipSpace();
        int nots = 0;
        while (in.peek() == '!' && !in.sees("!!}") && !in.sees("!=")) {
            in.take("!");
            in.skipSpace();
            nots++;
        }
        Expression operand = operand();
        // Two negations only turn the operand into a truth value, so no run of them is ever nested.
        for (int i = 0; i < (nots > 2 ? 2 - nots % 2 : nots); i++) {
            operand = new Not(operand);
        }
        return operand;
    }

    private Expression operand() {
        if (in.take("(")) {
            Expression inner = expression();
            close(")");
            return inner;
        }
        if (literals.starts()) {
            return new Literal(literals.read());
        }
        if (in.take("[")) {
            close("]");
            return new Literal(List.of());
        }
        return in.take("$") ? variable() : bare();
    }

    private Expression bare() {
        int start = in.at();
        String name = in.name();
        in.skipBlanks();
        if (in.peek() == '(') {
            return function(start, name);
        }
        in.jump(start);
        return constantOr(this::variable);
    }

    private Expression constantOr(Supplier<Expression> variable) {
        if (in.takeWord("true")) {
            return new Literal(true);
        }
        if (in.takeWord("false")) {
            return new Literal(false);
        }
        return in.takeWord("null") ? new Literal(null) : variable.get();
    }

    private Expression function(int start, String name) {
        in.take("(");
        switch (name) {
            case "isset":
                return isSet();
            case "empty":
                return closed(new IsEmpty(expression()));
            case "count":
                return closed(new Count(expression()));
            default:
                throw in.errorAt(
                        start,
                        "'" + name
                                + "(' is not possible; a template calls no functions except isset, empty and count.");
        }
    }

    /** The rest of {@code isset(}. */
    Expression isSet() {
        List<Expression> paths = new ArrayList<>();
        do {
            Expression path = expression();
            if (!(path instanceof Path)) {
                throw in.error("isset takes variables only.");
            }
            paths.add(path);
        } while (in.take(","));
        return closed(new IsSet(List.copyOf(paths)));
    }

    private Expression closed(Expression expression) {
        close(")");
        return expression;
    }

    /** A variable's name, without its dollar sign, for a loop to bind. */
    String bindable() {
        in.skipSpace();
        in.take("$");
        return variableName();
    }

    private String variableName() {
        int start = in.at();
        String name = in.name();
        if (name.isEmpty() || WORDS.contains(name)) {
            in.jump(start);
            throw in.error("Expected a variable, found " + in.ahead() + ".");
        }
        return name;
    }

    private Expression variable() {
        String root = variableName();
        List<String> members = new ArrayList<>();
        while (member(members)) {
            refuseCall(root);
        }
        refuseCall(root);
        names.use(root);
        return new Path(root, List.copyOf(members));
    }

    private boolean member(List<String> members) {
        if (in.take("[")) {
            in.skipSpace();
            members.add(literals.key());
            close("]");
            return true;
        }
        if (in.take("->")) {
            members.add(variableName());
            return true;
        }
        char next = in.charAt(in.at() + 1);
        if (in.peek() == '.' && (Cursor.isNamePart(next) || Character.isSurrogate(next))) {
            in.take(".");
            members.add(in.atName() ? in.name() : index());
            return true;
        }
        return false;
    }

    private String index() {
        String digits = in.digits();
        if (digits.isEmpty()) {
            throw in.error("Expected a name after '.', found " + in.ahead() + ".");
        }
        return digits;
    }

    private void refuseCall(String root) {
        if (in.peek() == '(') {
            throw in.error("'" + root + "…(' is not possible; a template calls no functions or methods.");
        }
    }

    /** Takes the closing sign, which must come next. */
    void close(String sign) {
        in.skipSpace();
        if (!in.take(sign)) {
            throw in.error("Expected '" + sign + "', found " + in.ahead()
                    + "; a template knows variables, literals, comparisons and ?? only.");
        }
    }
}
