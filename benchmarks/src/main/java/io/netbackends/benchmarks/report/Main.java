// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks. */
@Command(name = "benchmarks/run", mixinStandardHelpOptions = true)
public final class Main {
    /** The first version with virtual threads. */
    private static final int VIRTUAL_THREADS = 21;

    /** How long the load by other processes is observed before a measurement, in milliseconds. */
    private static final long LOOK_AT_OTHERS = 3000;

    private static final Path RESULTS = Path.of("docs", "performance");

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs a command.
     *
     * @param args the command and its options
     */
    public static void main(String... args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Command(
            description =
                    "Measures groups of benchmarks, all if none is named, and saves the results in docs/performance.")
    int measure(
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            description =
                                    "The number of rounds, instead of that of each group: 11, or 5 for groups that count bytes.")
                    @Nullable
                    Integer rounds,
            @Option(
                            names = "--only",
                            paramLabel = "PATTERN",
                            description =
                                    "Only rows whose name contains a match of this regular expression; see the command rows.")
                    @Nullable
                    Pattern only,
            @Option(names = "--force", description = "Measures even if other processes use the processors.")
                    boolean force,
            @Option(
                            names = "--newest-java",
                            paramLabel = "FILE",
                            description = "The java of a JDK with virtual threads.")
                    @Nullable
                    String newestJava,
            @Parameters(paramLabel = "GROUP", arity = "0..*", description = "Names of groups.") @Nullable
                    List<String> names)
            throws IOException, RunnerException, InterruptedException {
        if (rounds != null && rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds (" + rounds + ") must be at least 1");
        }
        Load before = Load.now();
        Thread.sleep(LOOK_AT_OTHERS);
        String refusal = Load.refusal(Load.now().othersSince(before));
        if (!force && !refusal.isEmpty()) {
            spec.commandLine().getErr().println(refusal);
            return 1;
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        for (Group group : groups(names == null ? List.of() : names)) {
            List<Pair> pairs = Pair.of(group).stream()
                    .filter(pair -> only == null || only.matcher(pair.name()).find())
                    .toList();
            if (pairs.isEmpty()) {
                continue;
            }
            if (group.onNewestJdk() && newestJava == null && Runtime.version().feature() < VIRTUAL_THREADS) {
                spec.commandLine().getErr().println(group.name() + ": left out, there is no JDK with virtual threads");
                continue;
            }
            int count = rounds == null ? group.plan().rounds() : rounds;
            spec.commandLine()
                    .getErr()
                    .println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + group.name() + ": " + pairs.size()
                            + " rows, " + count + " rounds");
            new Rounds(group, RESULTS)
                    .run(
                            pairs,
                            count,
                            group.onNewestJdk() && newestJava != null ? newestJava : java,
                            "benchmarks/run measure --rounds " + count + (only == null ? "" : " --only '" + only + "'")
                                    + (force ? " --force" : "") + " " + group.name());
        }
        return 0;
    }

    @Command(description = "Lists the groups, and the names of their rows.")
    int rows() {
        for (Group group : Groups.ALL) {
            spec.commandLine().getOut().println(group.name());
            Pair.of(group).forEach(pair -> spec.commandLine().getOut().println("    " + pair.name()));
        }
        return 0;
    }

    @Command(description = "Writes the results in docs/performance into docs/performance.md, a chart and README.md.")
    int report() throws IOException {
        Path document = Path.of("docs", "performance.md");
        Report report = new Report(RESULTS);
        Files.writeString(document, report.writtenInto(Files.readString(document)));
        Path readme = Path.of("README.md");
        Files.writeString(readme, report.fewWrittenInto(Files.readString(readme)));
        Files.writeString(RESULTS.resolve("chart.svg"), new Chart(RESULTS).svg());
        return 0;
    }

    @Command(description = "Runs each benchmark for a moment, to see that it works.")
    int smoke() throws RunnerException {
        for (Group group : Groups.ALL) {
            if (!group.onNewestJdk() || Runtime.version().feature() >= VIRTUAL_THREADS) {
                spec.commandLine().getOut().println("smoke: " + group.name());
                new Rounds(group, RESULTS).smoke();
            }
        }
        return 0;
    }

    private List<Group> groups(List<String> names) {
        for (String name : names) {
            if (Groups.ALL.stream().noneMatch(group -> group.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "group (" + name + ") must be one of "
                                + Groups.ALL.stream().map(Group::name).toList());
            }
        }
        return Groups.ALL.stream()
                .filter(group -> names.isEmpty() || names.contains(group.name()))
                .toList();
    }
}
