// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the cases about leaks in a separate JVM, in which only the backend opens descriptors and starts threads. */
final class LeakJvm {
    private LeakJvm() {}

    /** See {@link Tck#verifyLeaks}. */
    static TckReport verify(Class<?> fixture, List<TckCase> cases) throws InterruptedException {
        if (fixture.getModule().isNamed()) {
            return all(cases, c -> skipped(c, fixture + " is in a module; it was required to be on the class path"));
        }
        try {
            LeakChild.fixture(fixture);
        } catch (ReflectiveOperationException e) {
            return all(cases, c -> skipped(c, fixture + " cannot be made by name: " + e));
        }
        try {
            return run(fixture, cases);
        } catch (IOException e) {
            return all(cases, c -> failed(c, "the child JVM failed: " + e));
        }
    }

    private static TckReport run(Class<?> fixture, List<TckCase> cases) throws IOException, InterruptedException {
        Path out = Files.createTempFile("netbackends-tck", ".out");
        Path err = Files.createTempFile("netbackends-tck", ".err");
        try {
            // The output of the JVM goes to files: a pipe that is not read in time would block it.
            Process jvm = new ProcessBuilder(command(fixture, cases))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            String end = end(jvm, TckTimes.guard().multipliedBy(cases.size() + 1L)); // one for the JVM itself
            return report(cases, Files.readString(out), end + ":\n" + Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static List<String> command(Class<?> fixture, List<TckCase> cases) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("java.home"), "bin", "java").toString());
        command.addAll(List.of("--class-path", property("java.class.path")));
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("netbackends.")) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of(LeakChild.class.getName(), fixture.getName()));
        cases.forEach(testCase -> command.add(testCase.id()));
        return command;
    }

    /** Waits for the JVM to end, or ends it; returns how it ended. */
    private static String end(Process jvm, Duration limit) throws IOException, InterruptedException {
        try {
            jvm.getOutputStream().close();
            return jvm.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
                    ? "the JVM ended with " + jvm.exitValue()
                    : "the JVM was still running after " + limit;
        } finally {
            jvm.descendants().forEach(ProcessHandle::destroyForcibly);
            jvm.destroyForcibly().waitFor();
        }
    }

    private static TckReport report(List<TckCase> cases, String out, String end) {
        Map<String, String[]> lines = out.lines()
                .filter(line -> line.startsWith(LeakChild.MARKER + " "))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(fields -> fields[1], Function.identity()));
        return all(cases, testCase -> {
            String[] fields = lines.get(testCase.id());
            if (fields == null) {
                return failed(testCase, "no result was printed; " + end);
            }
            return switch (fields[2]) {
                case LeakChild.PASSED -> TckReport.Result.passed(testCase, "platform");
                case LeakChild.SKIPPED -> skipped(testCase, decoded(fields[3]));
                default -> failed(testCase, decoded(fields[3]));
            };
        });
    }

    private static TckReport all(List<TckCase> cases, Function<TckCase, TckReport.Result> result) {
        return new TckReport(cases.stream().map(result).toList());
    }

    private static TckReport.Result skipped(TckCase testCase, String reason) {
        return TckReport.Result.skipped(testCase, "platform", reason);
    }

    private static TckReport.Result failed(TckCase testCase, String text) {
        return TckReport.Result.failed(testCase, "platform", new AssertionError(text));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
