// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.testsupport.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Checks, in a JVM of its own, that a backend leaves no descriptor, no thread and no memory behind. */
public final class TckLeaks {
    private TckLeaks() {}

    /** {@return the cases about leaks, which {@link Tck#verify} leaves out} */
    public static List<TckCase> cases() {
        return CaseRegistry.leaks();
    }

    /**
     * Starts a JVM with the class path of this one, and checks a backend there.
     *
     * @param fixture a {@link TckFixture} or {@link BackendTck} with a constructor without parameters, of whatever visibility;
     *     where it has none, or is not on the class path, the cases are skipped
     * @return what was found; never throws because of the backend
     * @throws InterruptedException if the thread was interrupted while it waited for the JVM
     */
    public static TckReport verify(Class<?> fixture) throws InterruptedException {
        return verify(fixture, cases());
    }

    static TckReport verify(Class<?> fixture, List<TckCase> cases) throws InterruptedException {
        if (fixture.getModule().isNamed()) {
            return all(cases, LeakChild.SKIPPED, fixture + " is in a module; it was required to be on the class path");
        }
        try {
            LeakChild.fixture(fixture);
        } catch (ReflectiveOperationException e) {
            return all(cases, LeakChild.SKIPPED, fixture + " cannot be made by name: " + e);
        }
        try {
            return run(fixture, cases);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) { // the latter where the JVM had to be stopped
            return all(cases, LeakChild.FAILED, "the JVM of its own failed: " + e);
        }
    }

    private static TckReport run(Class<?> fixture, List<TckCase> cases) throws Exception {
        ChildJvm jvm = ChildJvm.classPath(Objects.requireNonNull(System.getProperty("java.class.path")))
                .limit(TckTimes.guard().multipliedBy(cases.size() + 1L)); // one for the JVM itself
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("netbackends.")) {
                jvm.property(name, System.getProperty(name));
            }
        }
        List<String> args = new ArrayList<>(List.of(LeakChild.class.getName(), fixture.getName()));
        cases.forEach(testCase -> args.add(testCase.id()));
        ChildJvm.Result result = jvm.run(args.toArray(String[]::new));

        Map<String, String[]> lines = result.out()
                .lines()
                .filter(line -> line.startsWith(LeakChild.MARKER + " "))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(fields -> fields[1], fields -> fields));
        String silence = "the JVM ended with " + result.exitCode() + " and said nothing of it:\n" + result.err();
        return new TckReport(cases.stream()
                .map(testCase -> {
                    String[] fields = lines.get(testCase.id());
                    return fields == null
                            ? result(testCase, LeakChild.FAILED, silence)
                            : result(testCase, fields[2], decoded(fields[3]));
                })
                .toList());
    }

    private static TckReport all(List<TckCase> cases, String outcome, String text) {
        return new TckReport(
                cases.stream().map(testCase -> result(testCase, outcome, text)).toList());
    }

    private static TckResult result(TckCase testCase, String outcome, String text) {
        return new TckResult(
                testCase,
                "platform",
                outcome.equals(LeakChild.SKIPPED) ? text : null,
                outcome.equals(LeakChild.FAILED) ? new TckFailure(testCase, new AssertionError(text)) : null);
    }

    private static String decoded(String text) {
        return text.equals("-") ? "" : new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
