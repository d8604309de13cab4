// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/** Main class of the child JVM that checks one backend for leaks, and prints a line for each case. */
final class LeakChild {
    static final String PASSED = "passed";
    static final String SKIPPED = "skipped";
    static final String FAILED = "failed";

    /** The prefix of lines with results; the parent ignores other output. */
    static final String MARKER = "netbackends-leaks";

    private LeakChild() {}

    /** The arguments are the class name of a fixture or a test, and the ids of the cases. */
    public static void main(String[] args) throws Exception {
        PrintStream results = System.out;
        TckFixture fixture = fixture(Class.forName(args[0]));
        Set<String> ids = Set.of(args);
        for (TckCase testCase : CaseRegistry.leaks()) {
            if (ids.contains(testCase.id())) {
                results.println(line(Tck.run(testCase, fixture, false)));
            }
        }
        System.exit(0); // even if the backend has left threads
    }

    /** Makes a fixture from a class with a constructor without parameters. */
    static TckFixture fixture(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        return instance instanceof TckFixture fixture ? fixture : ((BackendTck) instance).fixture();
    }

    private static String line(TckReport.Result result) {
        String id = result.id();
        if (result.skipped() != null) {
            return String.join(" ", MARKER, id, SKIPPED, encoded(result.skipped()));
        }
        if (result.failure() != null) {
            String text = Objects.requireNonNull(result.failure().getCause()).toString();
            return String.join(" ", MARKER, id, FAILED, encoded(text));
        }
        return String.join(" ", MARKER, id, PASSED, "-");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
