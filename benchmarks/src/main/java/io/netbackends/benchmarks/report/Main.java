// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static final Path RESULTS = Path.of("docs", "performance");

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs a command.
     *
     * @param args which command, and its options
     */
    public static void main(String... args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Command(
            description =
                    "Measures groups of benchmarks, all where none is named, and keeps what was measured in docs/performance.")
    int measure(
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "How many rounds: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(
                            names = "--newest-java",
                            paramLabel = "FILE",
                            description = "The java of a JDK with virtual threads.")
                    @Nullable
                    String newestJava,
            @Parameters(paramLabel = "GROUP", arity = "0..*", description = "Names of groups.") @Nullable
                    List<String> names)
            throws IOException, RunnerException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        for (Group group : groups(names == null ? List.of() : names)) {
            if (group.onNewestJdk() && newestJava == null && Runtime.version().feature() < VIRTUAL_THREADS) {
                spec.commandLine().getErr().println(group.name() + ": left out, there is no JDK with virtual threads");
                continue;
            }
            new Rounds(group, RESULTS)
                    .run(
                            rounds,
                            group.onNewestJdk() && newestJava != null ? newestJava : java,
                            "benchmarks/run measure --rounds " + rounds + " " + group.name());
        }
        return 0;
    }

    @Command(description = "Writes the results in docs/performance into docs/performance.md and a chart.")
    int report() throws IOException {
        Path document = Path.of("docs", "performance.md");
        Files.writeString(document, new Report(RESULTS).writtenInto(Files.readString(document)));
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
