// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures a group: in each round one JVM for each combination of parameters, so that what else the machine does hits all. */
final class Rounds {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Group group;
    private final Path directory;

    /** What it measures goes into a file of the directory named after the group, and what JMH says into another one. */
    Rounds(Group group, Path directory) {
        this.group = group;
        this.directory = directory;
    }

    /** Runs so many rounds; {@code java} is the program of the JVMs. */
    void run(int rounds, String java, String command) throws IOException, RunnerException {
        Files.createDirectories(directory);
        Path unfinished = directory.resolve(group.name() + ".csv.part");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(unfinished))) {
            out.println("# command: " + command);
            out.println("# date: " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
            out.println("# machine: " + Machine.description());
            out.printf(
                    "# load average before: %.2f%n",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            out.println("# JDK: " + Machine.jdk(java));
            for (int round = 1; round <= rounds; round++) {
                for (int threads : group.threads()) {
                    write(round, new Runner(options(threads).jvm(java).build()).run(), out);
                }
            }
        }
        Files.move(unfinished, directory.resolve(group.name() + ".csv"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs each combination once, for a moment, in this JVM: only whether it works is of interest. */
    void smoke() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // whatever else is measured here is none of its business
        Map<String, List<String>> few = new TreeMap<>(group.params());
        few.replace("count", List.of("10"));
        ChainedOptionsBuilder options = base(few)
                .forks(0)
                .threads(group.threads().size() == 1 ? 1 : 2)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(100))
                .verbosity(VerboseMode.SILENT);
        new Runner(options.build()).run();
    }

    private ChainedOptionsBuilder options(int threads) {
        return base(group.params())
                .forks(1)
                .threads(threads)
                .addProfiler(GCProfiler.class)
                .output(directory.resolve(group.name() + ".log").toString());
    }

    private ChainedOptionsBuilder base(Map<String, List<String>> params) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + group.benchmark().getName().replace(".", "\\.") + "\\.")
                .shouldFailOnError(true);
        params.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return options;
    }

    private static void write(int round, Collection<RunResult> results, PrintWriter out) {
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            if (out.checkError()) {
                throw new IllegalStateException("results cannot be written");
            }
            write(round, params, Sample.SCORE, result.getPrimaryResult(), out);
            result.getSecondaryResults().forEach((label, secondary) -> {
                if (!label.startsWith("gc.") || label.equals(ALLOCATION)) {
                    write(round, params, label, secondary, out);
                }
            });
        }
        out.flush();
    }

    private static void write(int round, BenchmarkParams measured, String metric, Result<?> result, PrintWriter out) {
        String name = measured.getBenchmark();
        Params params = Params.of("");
        for (String key : measured.getParamsKeys()) {
            params = params.with(key, measured.getParam(key));
        }
        out.println(new Sample(
                        round,
                        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                        params,
                        measured.getThreads(),
                        metric,
                        result.getScore(),
                        result.getScoreUnit())
                .line());
    }
}
