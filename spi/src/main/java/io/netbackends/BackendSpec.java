// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.List;
import java.util.Objects;

/** The names of a backend and of those it wraps, outermost first, as written {@code recording:nio}. */
record BackendSpec(List<String> names) {
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
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    subject + " (" + shown(name)
                            + ") must be lower-case letters and digits with single hyphens in between, beginning with a letter");
        }
    }

    /** Written by hand: a regular expression would load its classes at every start for this alone. */
    private static boolean isName(String name) {
        char previous = '-';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && (i == 0 || !(digit || (c == '-' && previous != '-')))) {
                return false;
            }
            previous = c;
        }
        return previous != '-';
    }

    String first() {
        return names.get(0);
    }

    /** Returns the names after the first; empty if there are none. */
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
