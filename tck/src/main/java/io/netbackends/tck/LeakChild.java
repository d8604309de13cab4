// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/** The JVM of its own in which leaks are looked for: checks one backend and prints a line for each case. */
final class LeakChild {
    static final String PASSED = "passed";
    static final String SKIPPED = "skipped";
    static final String FAILED = "failed";

    /** What lines with results begin with; whatever else is printed is not for the parent. */
    static final String MARKER = "netbackends-leaks";

    private LeakChild() {}

    /** Takes the name of a class, of a fixture or a test, and the ids of the cases. */
    public static void main(String[] args) throws Exception {
        PrintStream results = System.out;
        TckFixture fixture = fixture(Class.forName(args[0]));
        Set<String> ids = Set.of(args);
        for (TckCase testCase : CaseRegistry.leaks()) {
            if (ids.contains(testCase.id())) {
                results.println(line(Tck.run(testCase, fixture, false)));
            }
        }
        System.exit(0); // whatever threads the backend has left
    }

    /** Makes a fixture of a class without being told how. */
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
