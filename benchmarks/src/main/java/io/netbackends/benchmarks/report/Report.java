// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of {@code docs/performance.md}: for each group what was asked and reached, and all that was measured. */
final class Report {
    private static final String BEGIN = "<!-- tables: begin, by benchmarks/run report -->";
    private static final String END = "<!-- tables: end -->";

    private final Path directory;

    Report(Path directory) {
        this.directory = directory;
    }

    /** Returns the document with fresh tables between its two marks; the text around them stays as it is. */
    String writtenInto(String document) throws IOException {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("document must have a line \"" + BEGIN + "\" and, below, a line \"" + END + "\"");
        }
        return document.substring(0, begin) + BEGIN + "\n\n" + tables() + document.substring(end);
    }

    private String tables() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Group group : Groups.ALL) {
            Path file = directory.resolve(group.name() + ".csv");
            if (Files.exists(file)) {
                append(group, Results.read(file), text);
            }
        }
        return text.toString();
    }

    private static void append(Group group, Results results, StringBuilder text) {
        text.append("### ").append(group.title()).append("\n\n");
        if (!group.goals().isEmpty()) {
            text.append("| of | to | threads | median (least – most) | asked | reached |\n|---|---|--:|---|---|---|\n");
            for (Goal goal : group.goals()) {
                for (int threads : group.threads()) {
                    goalRow(group, goal, threads, results).ifPresent(text::append);
                }
            }
            text.append('\n');
        }
        text.append("<details><summary>measured</summary>\n\n");
        for (String benchmark : results.benchmarks()) {
            measured(benchmark, group, results, text);
        }
        results.origin().forEach(line -> text.append("    ").append(line).append('\n'));
        text.append("\n</details>\n\n");
    }

    private static Optional<String> goalRow(Group group, Goal goal, int threads, Results results) {
        return results.compare(group.benchmark(goal), goal, threads)
                .map(spread -> "| "
                        + String.join(
                                " | ",
                                goal.subject(),
                                goal.reference() == null ? "" : goal.reference(),
                                Integer.toString(threads),
                                spread.toString(),
                                goal.asked(),
                                goal.verdict(spread.median()))
                        + " |\n");
    }

    private static void measured(String benchmark, Group group, Results results, StringBuilder text) {
        List<String> metrics = metrics(group, benchmark);
        text.append("| ").append(benchmark).append(" | threads | ");
        text.append(metrics.stream()
                .map(metric -> metric.equals(Sample.SCORE) ? results.unit(benchmark) : metric)
                .collect(Collectors.joining(" | ")));
        text.append(" |\n|---|--:|").append("---|".repeat(metrics.size())).append('\n');
        for (Params params : results.params(benchmark)) {
            for (int threads : group.threads()) {
                List<String> cells = new ArrayList<>();
                for (String metric : metrics) {
                    results.spread(benchmark, params, threads, metric)
                            .ifPresent(spread -> cells.add(spread.toString()));
                }
                if (!cells.isEmpty()) {
                    text.append("| ")
                            .append(params)
                            .append(" | ")
                            .append(threads)
                            .append(" | ");
                    text.append(String.join(" | ", cells)).append(" |\n");
                }
            }
        }
        text.append('\n');
    }

    /** The score, and what else the goals are about. */
    private static List<String> metrics(Group group, String benchmark) {
        TreeSet<String> others = group.goals().stream()
                .filter(goal -> group.benchmark(goal).equals(benchmark))
                .map(Goal::metric)
                .collect(Collectors.toCollection(TreeSet::new));
        others.remove(Sample.SCORE);
        List<String> metrics = new ArrayList<>(List.of(Sample.SCORE));
        metrics.addAll(others);
        return metrics;
    }
}
