package com.altimacrm.email.template.engine;

import java.util.List;

/** Something that has a value when a template is rendered. */
interface Expression {
    /** The value; what is missing is noted as a fault and counts as null. */
    Object value(Rendering rendering);

    /** The value, where what is missing is no fault: inside {@code isset}, {@code empty} and before {@code ??}. */
    default Object peek(Rendering rendering) {
        return value(rendering);
    }

    /** The dotted path to name in a fault; empty when there is none. */
    default String path(Rendering rendering) {
        return "";
    }

    /** A constant. */
    record Literal(Object constant) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            return constant;
        }
    }

    /** A variable and the members taken out of it, one after the other. */
    record Path(String root, List<String> members) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            Object found = find(rendering);
            if (found != Values.MISSING) {
                return found;
            }
            rendering.fault(path(rendering), "Is missing; the template needs it.");
            return null;
        }

        @Override
        public Object peek(Rendering rendering) {
            Object found = find(rendering);
            return found == Values.MISSING ? null : found;
        }

        @Override
        public String path(Rendering rendering) {
            Rendering.Binding binding = rendering.bound(root);
            String start = binding == null ? root : binding.path();
            return members.isEmpty() ? start : start + "." + String.join(".", members);
        }

        private Object find(Rendering rendering) {
            rendering.step(1 + members.size());
            Rendering.Binding binding = rendering.bound(root);
            Object value = binding == null ? rendering.global(root) : binding.value();
            for (String member : members) {
                value = Values.member(value, member);
            }
            return value;
        }
    }

    /** {@code a ?? b ?? c}: the first that is there and not null; only the last may be at fault. */
    record FirstSet(List<Expression> choices) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            Object found = firstOfAllButLast(rendering);
            return found == null ? last().value(rendering) : found;
        }

        @Override
        public Object peek(Rendering rendering) {
            Object found = firstOfAllButLast(rendering);
            return found == null ? last().peek(rendering) : found;
        }

        @Override
        public String path(Rendering rendering) {
            return choices.get(0).path(rendering);
        }

        private Expression last() {
            return choices.get(choices.size() - 1);
        }

        private Object firstOfAllButLast(Rendering rendering) {
            for (Expression choice : choices.subList(0, choices.size() - 1)) {
                rendering.step(1);
                Object value = choice.peek(rendering);
                if (value != null) {
                    return value;
                }
            }
            return null;
        }
    }

    /** {@code a || b} when {@code decisive} is true, {@code a && b} when it is false; stops at the decisive operand. */
    record Junction(List<Expression> operands, boolean decisive) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            for (Expression operand : operands) {
                rendering.step(1);
                if (Values.truth(operand.value(rendering)) == decisive) {
                    return decisive;
                }
            }
            return !decisive;
        }
    }

    /** {@code !a}. */
    record Not(Expression operand) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            return !Values.truth(operand.value(rendering));
        }
    }

    /** {@code isset(a, b)}: all are there and not null. */
    record IsSet(List<Expression> paths) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            for (Expression path : paths) {
                if (path.peek(rendering) == null) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code empty(a)}: not there, or not true. */
    record IsEmpty(Expression operand) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            return !Values.truth(operand.peek(rendering));
        }
    }

    /** {@code count(a)}: how many items a list or an object has. */
    record Count(Expression operand) implements Expression {
        @Override
        public Object value(Rendering rendering) {
            Object value = operand.value(rendering);
            if (Values.isComposite(value)) {
                return Values.size(value);
            }
            if (value != null) {
                rendering.fault(operand.path(rendering), "Is counted by the template, so it must be a list.");
            }
            return 0;
        }
    }

    /** Two operands compared. */
    record Comparison(Expression left, Comparator by, Expression right) implements Expression {
        private static final int CHARACTERS_PER_STEP = 64;

        @Override
        public Object value(Rendering rendering) {
            Object a = left.value(rendering);
            Object b = right.value(rendering);
            if (a instanceof String first && b instanceof String second) {
                rendering.step(Math.min(first.length(), second.length()) / CHARACTERS_PER_STEP);
            }
            return by.holds(a, b);
        }
    }
}
