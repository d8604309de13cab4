// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a backend: its key, and how the text of a property or an environment variable becomes a value. Immutable.
 *
 * <p>A provider declares its settings ({@link NetworkBackendProvider#settings}) and reads them ({@link
 * BackendContext#setting}). The result is empty for a setting that is not set, so the reader gives the default: {@code
 * context.setting(BACKLOG).orElse(50)}. A value that is not allowed causes an {@link IllegalArgumentException} in one form:
 * the name of the property or the variable, the value, and what it must be.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
    private static final String UNITS = "kmg";

    private final String key;
    private final String required;
    private final Function<String, @Nullable T> parser;
    private final @Nullable UnaryOperator<String> masking;

    private Setting(
            String key,
            String required,
            Function<String, @Nullable T> parser,
            @Nullable UnaryOperator<String> masking) {
        this.key = Objects.requireNonNull(key, "key");
        this.required = Objects.requireNonNull(required, "required");
        this.parser = Objects.requireNonNull(parser, "parser");
        this.masking = masking;
    }

    /**
     * Returns a setting with any syntax.
     *
     * @param <T> the type of the value
     * @param key the last part of the property's name, such as {@code file}
     * @param required what a value must be, for messages: {@code "be a path"}, to which the message of the parser's exception
     *     is added
     * @param parser converts the text to a value; throws an {@link IllegalArgumentException} or returns null for a text that
     *     is not allowed
     * @return a setting
     */
    public static <T> Setting<T> of(String key, String required, Function<String, @Nullable T> parser) {
        return new Setting<>(key, required, parser, null);
    }

    /**
     * Returns a copy of this setting for values that may contain passwords.
     *
     * @param changed removes them from a text, for messages; the parser's exceptions must not contain them either
     * @return a setting whose errors show what {@code changed} returns
     */
    public Setting<T> masked(UnaryOperator<String> changed) {
        return new Setting<>(key, required, parser, Objects.requireNonNull(changed, "changed"));
    }

    /**
     * Returns a setting whose value is the text itself.
     *
     * @param key the last part of the property's name
     * @return a setting that accepts any text
     */
    public static Setting<String> text(String key) {
        return of(key, "be a text", new Text());
    }

    /**
     * Returns a setting that is a whole number, in decimal digits.
     *
     * @param key the last part of the property's name
     * @param least the least value allowed, not negative
     * @param most the greatest value allowed
     * @return a setting with that range
     */
    public static Setting<Integer> number(String key, int least, int most) {
        return of(key, "be a whole number between " + least + " and " + most, text -> {
            long value = digits(text, 10);
            return value < least || value > most ? null : (Integer) (int) value;
        });
    }

    /**
     * Returns a setting that is a number of bytes: at most nine decimal digits, and {@code k}, {@code m} or {@code g}, in either
     * case, for the powers of 1024.
     *
     * @param key the last part of the property's name
     * @param least the least size allowed, in bytes, not negative
     * @return a setting for sizes of at least {@code least}
     */
    public static Setting<Long> size(String key, long least) {
        return of(key, "be a number of bytes, at least " + least + ", such as 800, 64k, 10m or 2g", text -> {
            int unit = text.isEmpty() ? 0 : UNITS.indexOf(Character.toLowerCase(text.charAt(text.length() - 1))) + 1;
            long value = digits(unit == 0 ? text : text.substring(0, text.length() - 1), 9) << (10 * unit);
            return value < least ? null : value;
        });
    }

    /**
     * Returns a setting that is a time: at most nine decimal digits and {@code us}, {@code ms}, {@code s}, {@code m}, {@code h} or
     * {@code d}.
     *
     * @param key the last part of the property's name
     * @param least the least time allowed, not negative
     * @return a setting for times of at least {@code least}
     */
    public static Setting<Duration> duration(String key, Duration least) {
        return of(key, "be a time, at least " + DurationText.of(least) + ", such as 250ms, 30s or 5m", text -> {
            Duration value = DurationText.parse(text);
            return value == null || value.compareTo(least) < 0 ? null : value;
        });
    }

    /**
     * Returns a setting that is {@code true} or {@code false}.
     *
     * @param key the last part of the property's name
     * @return a setting with these two values
     */
    public static Setting<Boolean> flag(String key) {
        return choice(key, Map.of("true", true, "false", false), "true or false");
    }

    /**
     * Returns a setting that is one of some words: the constants of an enum, in lower case, with hyphens for underscores.
     *
     * @param <E> the enum
     * @param key the last part of the property's name
     * @param type its constants are the values allowed
     * @return a setting with these values
     */
    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        StringBuilder list = new StringBuilder();
        E[] constants = type.getEnumConstants();
        for (int i = 0;
                i < constants.length;
                i++) { // a library method for joining would load more classes at each start
            String word = constants[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
            values.put(word, constants[i]);
            list.append(i == 0 ? "" : i < constants.length - 1 ? ", " : " or ").append(word);
        }
        return choice(key, values, list.toString());
    }

    /**
     * Returns a setting that is a list, with commas between its items; white space around items does not count.
     *
     * @param key the last part of the property's name
     * @return a setting for lists of at least one item, none of them empty
     */
    public static Setting<List<String>> list(String key) {
        return of(key, "have an item before and after each comma", text -> {
            List<String> items =
                    Stream.of(text.split(",", -1)).map(String::strip).toList();
            return items.contains("") ? null : items;
        });
    }

    private static <T> Setting<T> choice(String key, Map<String, T> values, String list) {
        return of(key, "be " + list, new Lookup<>(values));
    }

    /** Not a lambda: the first one of a program takes some milliseconds, and each backend has a setting of this kind. */
    private static final class Lookup<T> implements Function<String, @Nullable T> {
        private final Map<String, T> values;

        Lookup(Map<String, T> values) {
            this.values = values;
        }

        @Override
        public @Nullable T apply(String word) {
            return values.get(word);
        }
    }

    /** Not a lambda, for the same reason. */
    private static final class Text implements Function<String, @Nullable String> {
        @Override
        public String apply(String text) {
            return text;
        }
    }

    /** {@return the last part of the property's name, such as {@code file}} */
    public String key() {
        return key;
    }

    /** Converts the text to a value; source is the name of the property or the variable that it came from. */
    T parse(String source, String text) {
        T value;
        try {
            value = parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(source, shown(text), required + ": " + e.getMessage(), e);
        }
        if (value == null) {
            throw invalid(source, shown(text), required, null);
        }
        return value;
    }

    /** Returns a text without secrets, for messages. */
    String shown(String text) {
        return masking == null ? text : masking.apply(text);
    }

    /** Creates the exception for a value that is not allowed. */
    static IllegalArgumentException invalid(String source, String text, String required, @Nullable Throwable cause) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return new IllegalArgumentException(source + " (" + shown + ") must " + required, cause);
    }

    /** Returns -1 if the text is not a number, or has more than {@code most} digits. */
    private static long digits(String text, int most) {
        boolean number =
                !text.isEmpty() && text.length() <= most && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(text) : -1;
    }

    /** Returns the key. */
    @Override
    public String toString() {
        return key;
    }
}
