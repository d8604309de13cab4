// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import io.netbackends.benchmarks.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the pairs of a group in rounds, each with a JVM for A and one for B, and saves the result of each pair
 * immediately.
 */
final class Rounds {
    private final Group group;
    private final Path directory;

    /** Writes the results to a file named after the group, and the output of JMH to another file in the same directory. */
    Rounds(Group group, Path directory) {
        this.group = group;
        this.directory = directory;
    }

    /** Measures some pairs of the group again, and keeps the results of the others; {@code java} runs the JVMs. */
    void run(List<Pair> pairs, int rounds, String java, String command)
            throws IOException, RunnerException, InterruptedException {
        boolean pinned = group.plan().cores() == Plan.Cores.PINNED && PinnedClient.isAllowed();
        List<String> lines = linesOfOthers(pairs);
        lines.addAll(0, origin(java, pinned, command));
        Files.createDirectories(directory);
        try (PrintWriter out =
                new PrintWriter(Files.newBufferedWriter(directory.resolve(group.name() + ".csv")), true)) {
            lines.forEach(out::println);
            for (int round = 1; round <= rounds; round++) {
                for (Pair pair : pairs) {
                    List<String> measured = new ArrayList<>();
                    for (Params side : pair.sides()) {
                        measured.addAll(measure(pair, side, round, java, pinned));
                    }
                    measured.forEach(out::println); // both together, so that a killed run leaves no half pair
                    if (out.checkError()) {
                        throw new IOException("results cannot be written to " + directory);
                    }
                }
            }
        }
    }

    private List<String> linesOfOthers(List<Pair> pairs) throws IOException {
        Results before = Results.read(directory.resolve(group.name() + ".csv"));
        Set<String> anew = pairs.stream().map(Pair::name).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        List<String> samples = before.samples().stream()
                .filter(sample -> !anew.contains(sample.row()))
                .map(Sample::line)
                .toList();
        if (!samples.isEmpty()) {
            before.origin().forEach(line -> lines.add("# " + line));
        }
        lines.add(Sample.HEADER);
        lines.addAll(samples);
        return lines;
    }

    private static List<String> origin(String java, boolean pinned, String command) throws IOException {
        return List.of(
                "# command: " + command,
                "# date: " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                "# machine: " + Machine.description(),
                "# cores: " + (pinned ? "client on 0, server on 1" : "not pinned"),
                String.format(Locale.ROOT, "# load average before: %.2f", loadAverage()),
                "# JDK: " + Machine.jdk(java));
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private List<String> measure(Pair pair, Params side, int round, String java, boolean pinned)
            throws IOException, RunnerException {
        Load before = Load.now();
        Collection<RunResult> results =
                new Runner(options(pair, side, pinned).jvm(java).build()).run();
        double others = Load.now().othersSince(before);
        List<String> lines = new ArrayList<>();
        for (RunResult result : results) {
            Map<String, Result<?>> figures = new TreeMap<>();
            figures.put(Sample.SCORE, result.getPrimaryResult());
            result.getSecondaryResults().forEach(figures::put);
            figures.forEach((metric, figure) -> lines.add(new Sample(
                            pair.name(),
                            round,
                            others,
                            loadAverage(),
                            group.benchmark().getSimpleName() + "." + pair.method(),
                            side,
                            pair.threads(),
                            metric,
                            figure.getScore(),
                            figure.getScoreUnit())
                    .line()));
        }
        return lines;
    }

    /** Runs each combination once, briefly, in this JVM, only to see that it works. */
    void smoke() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // other measurements on this machine do not matter
        Map<String, List<String>> few = new TreeMap<>(group.params());
        few.replace("count", List.of("10"));
        System.setProperty(ServerProcess.WHERE, ServerProcess.INSIDE);
        ChainedOptionsBuilder options = base("", few)
                .forks(0)
                .threads(group.threads().size() == 1 ? 1 : 2)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(100))
                .verbosity(VerboseMode.SILENT);
        new Runner(options.build()).run();
    }

    private ChainedOptionsBuilder options(Pair pair, Params side, boolean pinned) {
        ChainedOptionsBuilder options = base(
                        pair.method() + "$",
                        side.values().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))))
                .forks(1)
                .threads(pair.threads())
                .jvmArgsAppend(jvmArgs(pinned))
                .output(directory.resolve(group.name() + ".log").toString());
        if (pinned) {
            options.addProfiler(PinnedClient.class);
        }
        options.addProfiler(CpuProfiler.class); // after the other one, to leave out the time for pinning
        Plan plan = group.plan();
        if (!plan.isOwn()) {
            options.warmupIterations(Plan.WARMUPS)
                    .warmupTime(TimeValue.milliseconds(plan.warmupMillis() / Plan.WARMUPS))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(plan.measuredMillis()));
        }
        return options;
    }

    private static String[] jvmArgs(boolean pinned) {
        String where = "-D" + ServerProcess.WHERE + "=";
        return pinned
                ? new String[] {where + PinnedClient.SERVER, "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1"}
                : new String[] {where, "-XX:+UseSerialGC"};
    }

    private ChainedOptionsBuilder base(String method, Map<String, List<String>> params) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + group.benchmark().getName().replace(".", "\\.") + "\\." + method)
                .shouldFailOnError(true);
        params.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return options;
    }
}
