// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a main class in a separate JVM of the same JDK. */
public final class ChildJvm {
    // Options for the parent: they would change the child, and print a line on its standard error.
    private static final List<String> NOT_INHERITED = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    // A child is too short for the second compiler, or a parallel collector, to pay off.
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final List<String> location;
    private final List<String> start;
    private final List<String> jvmArgs = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> limits = new ArrayList<>();
    private @Nullable Path directory;
    private Duration limit = Duration.ofSeconds(60);

    private ChildJvm(List<String> location, List<String> start) {
        this.location = location;
        this.start = start;
    }

    /** The exit code and the output of the child. */
    public record Result(int exitCode, String out, String err) {}

    /** A child with a class path; {@link #run} then takes the main class first. */
    public static ChildJvm classPath(String classPath) {
        return new ChildJvm(List.of("--class-path", classPath), List.of());
    }

    /** A child with a class path; {@link #run} then takes the main class first. */
    public static ChildJvm classPath(List<Path> classPath) {
        return classPath(joined(classPath));
    }

    /** A child with a module path and a main class, given as {@code module/package.Class} or as the module's name. */
    public static ChildJvm modulePath(List<Path> modulePath, String moduleSlashMain) {
        return new ChildJvm(List.of("--module-path", joined(modulePath)), List.of("--module", moduleSlashMain));
    }

    public ChildJvm property(String key, String value) {
        return jvmArgs("-D" + key + "=" + value);
    }

    public ChildJvm environment(String key, String value) {
        environment.put(key, value);
        return this;
    }

    public ChildJvm jvmArgs(String... args) {
        Collections.addAll(jvmArgs, args);
        return this;
    }

    public ChildJvm directory(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /**
     * Limits a resource of the child as in a shell: {@code ulimit("-n", 70)} for 70 descriptors.
     */
    public ChildJvm ulimit(String option, long limit) {
        limits.add("ulimit " + option + " " + limit);
        return this;
    }

    /** Sets the maximum run time of the child; 60 seconds by default. */
    public ChildJvm limit(Duration mostTime) {
        limit = mostTime;
        return this;
    }

    /**
     * Runs the child to its end. After 60 seconds, or the {@link #limit}, kills it and fails with its output.
     *
     * @param mainAndArgs the main class, unless it came with the module path, and its arguments
     */
    public Result run(String... mainAndArgs) throws Exception {
        Process process = builder(mainAndArgs).start();
        try {
            // The child must find the end of its input instead of waiting.
            process.getOutputStream().close();
            // In parallel: a child blocks as soon as one of the two pipes is full.
            Background<String> out = Background.run(() -> drain(process.getInputStream()));
            Background<String> err = Background.run(() -> drain(process.getErrorStream()));
            boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
            kill(process.toHandle());
            if (!ended) {
                throw new AssertionError("child JVM is still running after " + limit + "; it was required to end;"
                        + " its stdout:\n" + out.get() + "\nits stderr:\n" + err.get());
            }
            return new Result(process.exitValue(), out.get(), err.get());
        } finally {
            kill(process.toHandle());
        }
    }

    private ProcessBuilder builder(String... mainAndArgs) {
        String javaHome = Objects.requireNonNull(System.getProperty("java.home"));
        List<String> command = new ArrayList<>();
        if (!limits.isEmpty()) {
            command.addAll(List.of("sh", "-c", String.join(" && ", limits) + " && exec \"$@\"", "sh"));
        }
        command.add(Path.of(javaHome, "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(location);
        command.addAll(jvmArgs);
        command.addAll(start);
        Collections.addAll(command, mainAndArgs);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(NOT_INHERITED);
        builder.environment().putAll(environment);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        return builder;
    }

    /**
     * Also ends the child's own children, which hold its pipes open. Uses process handles, since {@code
     * Process.destroyForcibly} closes the pipes before their readers have read the rest.
     */
    private static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String drain(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
