package com.altimacrm.email.template.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What JSON values mean in a template: truth, text and comparison as PHP 8 has them, which the templates expect. */
final class Values {
    /** What is not there, as against null. */
    static final Object MISSING = new Object();

    // Beyond these sizes a decimal is written with an exponent, lest a few characters of JSON fill the memory.
    private static final int PLAIN_DIGITS = 400;
    private static final int NUMERIC_LENGTH = 64;
    private static final Pattern NUMERIC =
            Pattern.compile("[ \\t\\r\\n]*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?[ \\t\\r\\n]*");
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

    private Values() {}

    /** The named member of a map or numbered item of a list, or {@link #MISSING}. */
    static Object member(Object owner, String key) {
        if (owner instanceof Map<?, ?> map) {
            return map.containsKey(key) ? map.get(key) : MISSING;
        }
        if (owner instanceof List<?> list && INDEX.matcher(key).matches()) {
            int index = Integer.parseInt(key);
            return index < list.size() ? list.get(index) : MISSING;
        }
        return MISSING;
    }

    static boolean isComposite(Object value) {
        return value instanceof Map || value instanceof Collection;
    }

    static int size(Object composite) {
        return composite instanceof Map<?, ?> map ? map.size() : ((Collection<?>) composite).size();
    }

    static boolean truth(Object value) {
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        if (value instanceof Number number) {
            return decimal(number).signum() != 0;
        }
        if (isComposite(value)) {
            return size(value) > 0;
        }
        String text = value.toString();
        return !text.isEmpty() && !text.equals("0");
    }

    /** The value in print: null and false are empty, true is 1, a number has no needless zeros (1.0 is 1). */
    static String text(Object value) {
        if (value == null || Boolean.FALSE.equals(value)) {
            return "";
        }
        if (Boolean.TRUE.equals(value)) {
            return "1";
        }
        return value instanceof Number number ? print(number) : value.toString();
    }

    private static String print(Number number) {
        if (number instanceof BigInteger || !isFinite(number)) {
            return number.toString();
        }
        BigDecimal decimal = decimal(number);
        boolean plain = Math.abs((long) decimal.scale()) + decimal.precision() <= PLAIN_DIGITS;
        if (!plain) {
            return decimal.toString();
        }
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /** JSON can write 1e400, which no double holds. */
    private static boolean isFinite(Number number) {
        return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
    }

    private static BigDecimal decimal(Number number) {
        if (!isFinite(number)) {
            return BigDecimal.valueOf(Math.signum(number.doubleValue())).scaleByPowerOfTen(PLAIN_DIGITS);
        }
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger whole ? new BigDecimal(whole) : new BigDecimal(number.toString());
    }

    /** {@code ===}: the same type and value. Lists and objects are the same only when both are empty, or one. */
    static boolean identical(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return isWhole(a) == isWhole(b) && decimal(a).compareTo(decimal(b)) == 0;
        }
        if (isComposite(left) && isComposite(right)) {
            return left == right || size(left) + size(right) == 0;
        }
        return left == null ? right == null : left.equals(right);
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof BigInteger;
    }

    /** {@code ==}, with PHP 8's conversions. */
    static boolean equal(Object left, Object right) {
        if (isComposite(left) && isComposite(right)) {
            return identical(left, right);
        }
        Integer order = order(left, right);
        return order != null && order == 0;
    }

    /** Negative, zero or positive; null when the two cannot be ordered. */
    static Integer order(Object left, Object right) {
        if (left == null && right instanceof String text) {
            return "".compareTo(text);
        }
        if (right == null && left instanceof String text) {
            return text.compareTo("");
        }
        if (left == null || right == null || left instanceof Boolean || right instanceof Boolean) {
            return Boolean.compare(truth(left), truth(right));
        }
        if (isComposite(left) || isComposite(right)) {
            return null;
        }
        BigDecimal a = numeric(left);
        BigDecimal b = numeric(right);
        return a != null && b != null ? a.compareTo(b) : text(left).compareTo(text(right));
    }

    private static BigDecimal numeric(Object value) {
        if (value instanceof Number number) {
            return decimal(number);
        }
        String text = value.toString();
        boolean numeric =
                text.length() <= NUMERIC_LENGTH && NUMERIC.matcher(text).matches();
        return numeric ? new BigDecimal(text.strip()) : null;
    }
}
