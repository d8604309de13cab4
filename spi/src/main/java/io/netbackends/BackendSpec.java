// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The names of a backend and of those it wraps, outermost first, as written {@code recording:nio}. */
record BackendSpec(List<String> names) {
    /** No repeated group: it would take a stack as deep as the name has hyphens. */
    private static final Pattern NAME = Pattern.compile("(?!.*--)[a-z][a-z0-9-]*(?<!-)");

    private static final int MAX_SHOWN = 100;

    /** Parses a spec; origin says where it came from, for the message. */
    static BackendSpec parse(String spec, String origin) {
        Objects.requireNonNull(spec, "spec");
        List<String> names = List.of(spec.split(":", -1));
        for (String name : names) {
            checkName(name, "name in backend spec \"" + shown(spec) + "\"" + origin);
        }
        return new BackendSpec(names);
    }

    static void checkName(String name, String subject) {
        Objects.requireNonNull(name, subject);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    subject + " (" + shown(name)
                            + ") must be lower-case letters and digits with single hyphens in between, beginning with a letter");
        }
    }

    String first() {
        return names.get(0);
    }

    /** Returns the names after the first; empty where there are none. */
    List<String> rest() {
        return names.subList(1, names.size());
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_SHOWN ? printable : printable.substring(0, MAX_SHOWN) + "...";
    }

    @Override
    public String toString() {
        return String.join(":", names);
    }
}
