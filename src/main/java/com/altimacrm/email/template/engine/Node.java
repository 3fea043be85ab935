package com.altimacrm.email.template.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a compiled template. */
interface Node {
    void render(Rendering rendering);

    /** Text of the template itself. */
    record Text(String text) implements Node {
        @Override
        public void render(Rendering rendering) {
            rendering.literal(text);
        }
    }

    /** A value in print. */
    record Echo(Expression expression, boolean raw) implements Node {
        @Override
        public void render(Rendering rendering) {
            Object value = expression.value(rendering);
            if (Values.isComposite(value)) {
                rendering.fault(
                        expression.path(rendering),
                        "Is a list or an object, where the template prints a single value; send text or a number.");
            } else {
                rendering.value(Values.text(value), raw);
            }
        }
    }

    /** Pieces one after the other. */
    record Block(List<Node> nodes) implements Node {
        @Override
        public void render(Rendering rendering) {
            for (Node node : nodes) {
                rendering.step(1);
                node.render(rendering);
            }
        }
    }

    /** One arm of a condition. */
    record Branch(Expression condition, Node body) {}

    /** The first arm whose condition is true; an else is an arm that is always true. */
    record Choice(List<Branch> branches) implements Node {
        @Override
        public void render(Rendering rendering) {
            for (Branch branch : branches) {
                rendering.step(1);
                if (Values.truth(branch.condition().value(rendering))) {
                    branch.body().render(rendering);
                    return;
                }
            }
        }
    }

    /** The body once for each item; {@code key} is null when the template wants none. Null counts as no items. */
    record Loop(Expression items, String key, String item, Node body) implements Node {
        static final String STATE = "loop";
        private static final int SHOWN_KEY = 64;

        @Override
        public void render(Rendering rendering) {
            Object value = items.value(rendering);
            String path = items.path(rendering);
            if (value instanceof Map<?, ?> map) {
                turns(rendering, path, map.keySet(), map.values());
            } else if (value instanceof List<?> list) {
                turns(rendering, path, null, list);
            } else if (value != null) {
                rendering.fault(path, "Is looped over by the template, so it must be a list or an object.");
            }
        }

        private void turns(Rendering rendering, String path, Collection<?> keys, Collection<?> values) {
            var names = keys == null ? null : keys.iterator();
            int index = 0;
            for (Object value : values) {
                rendering.turn(path);
                Object name = names == null ? (Object) index : names.next();
                turn(rendering, path + "." + shortened(name), name, value, state(index, values.size()));
                index++;
            }
        }

        /** Keys come from the data, and faults quote them. */
        private static String shortened(Object name) {
            String text = String.valueOf(name);
            return text.length() > SHOWN_KEY ? text.substring(0, SHOWN_KEY) + "…" : text;
        }

        private void turn(Rendering rendering, String path, Object name, Object value, Object state) {
            var mark = rendering.mark();
            rendering.bind(STATE, state, STATE);
            if (key != null) {
                rendering.bind(key, name, path);
            }
            rendering.bind(item, value, path);
            body.render(rendering);
            rendering.release(mark);
        }

        private static Map<String, Object> state(int index, int count) {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("index", index);
            state.put("iteration", index + 1);
            state.put("remaining", count - index - 1);
            state.put("count", count);
            state.put("first", index == 0);
            state.put("last", index == count - 1);
            return state;
        }
    }
}
