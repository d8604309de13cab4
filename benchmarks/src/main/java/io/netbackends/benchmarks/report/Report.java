// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The tables of {@code docs/performance.md}, a summary and one for each group, and the few figures of the README. */
final class Report {
    private static final String END = "<!-- tables: end -->";
    private static final String BEGIN = "<!-- tables: begin, by benchmarks/run report -->";

    private static final String MEASURED = """

            | row | client | score | client CPU, ns/op | server CPU, ns/op | others, processors |
            |---|---|---|---|---|---|
            """;

    private final Path directory;

    Report(Path directory) {
        this.directory = directory;
    }

    /** Returns the document with new tables between its two marks; the text around them is unchanged. */
    String writtenInto(String document) throws IOException {
        return between(document, summary() + details());
    }

    /** Returns the README with new figures. */
    String fewWrittenInto(String document) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Group group : Groups.ALL) {
            Results results = results(group);
            for (Goal goal : group.goals()) {
                Headline headline = goal.headline();
                if (headline != null && Headline.FEW.contains(headline.words())) {
                    results.compare(goal, group.threads().get(0))
                            .ifPresent(spread -> text.append(
                                    row(headline.words(), spread + " " + headline.unit() + doubt(goal, spread))));
                }
            }
        }
        return between(
                document, text.isEmpty() ? "Not measured yet.\n" : "| | client's CPU time |\n|---|---|\n" + text);
    }

    private static String between(String document, String text) throws IOException {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("document must have a line \"" + BEGIN + "\" and, below, a line \"" + END + "\"");
        }
        return document.substring(0, begin) + BEGIN + "\n\n" + text + "\n" + document.substring(end);
    }

    private Results results(Group group) throws IOException {
        return Results.read(directory.resolve(group.name() + ".csv"));
    }

    private static String doubt(Goal goal, Spread spread) {
        return goal.isDecided(spread) ? "" : ", not decided";
    }

    /** Returns the summary table, with a part for each question. */
    private String summary() throws IOException {
        StringBuilder text = new StringBuilder(
                "| | median, interval of the pairs | throughput | target | reached |\n|---|---|---|---|---|\n");
        for (Headline.Question question : Headline.Question.values()) {
            StringBuilder rows = new StringBuilder();
            for (Group group : Groups.ALL) {
                Results results = results(group);
                for (Goal goal : group.goals()) {
                    Headline headline = goal.headline();
                    if (headline != null && headline.question() == question) {
                        int threads = group.threads().get(0);
                        results.compare(goal, threads)
                                .ifPresent(spread -> rows.append(row(
                                        headline.words(),
                                        spread + " " + headline.unit(),
                                        throughput(goal, threads, results),
                                        goal.asked(),
                                        goal.verdict(spread))));
                    }
                }
            }
            if (!rows.isEmpty()) {
                text.append("| **")
                        .append(question.text())
                        .append("** | | | | |\n")
                        .append(rows);
            }
        }
        return text.append('\n').toString();
    }

    private String details() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Group group : Groups.ALL) {
            Results results = results(group);
            if (!results.samples().isEmpty()) {
                text.append("<details><summary>")
                        .append(group.title())
                        .append(
                                "</summary>\n\n| of | to | threads | compared | median, interval of the pairs | throughput |"
                                        + " target | reached |\n|---|---|--:|---|---|---|---|---|\n");
                for (Goal goal : group.goals()) {
                    for (int threads : group.threads()) {
                        detail(goal, threads, results).ifPresent(text::append);
                    }
                }
                measured(group, results, text);
                text.append('\n');
                results.origin()
                        .forEach(line -> text.append("    ").append(line).append('\n'));
                text.append("\n</details>\n\n");
            }
        }
        return text.toString();
    }

    private static Optional<String> detail(Goal goal, int threads, Results results) {
        return results.compare(goal, threads)
                .map(spread -> row(
                        goal.subject(),
                        goal.reference() == null ? "" : goal.reference(),
                        Integer.toString(threads),
                        goal.what(),
                        spread.toString(),
                        throughput(goal, threads, results),
                        goal.asked(),
                        goal.verdict(spread)));
    }

    /** Returns the score, in addition to another figure. */
    private static String throughput(Goal goal, int threads, Results results) {
        Pair pair = Pair.of(goal, threads);
        if (goal.metric().equals(Sample.SCORE) || !results.unit(pair).startsWith("ops")) {
            return "";
        }
        return pair.reference() == null
                ? ""
                : results.compare(pair, Sample.SCORE, Goal.Comparison.RATIO)
                        .map(Spread::toString)
                        .orElse("");
    }

    private static void measured(Group group, Results results, StringBuilder text) {
        text.append(MEASURED);
        for (Pair pair : Pair.of(group)) {
            for (Params side : pair.sides()) {
                if (results.spread(pair, side, Sample.SCORE).isPresent()) {
                    text.append(row(
                            pair.name(),
                            side.values().get(Params.CLIENT),
                            figure(results, pair, side, Sample.SCORE) + " " + results.unit(pair),
                            figure(results, pair, side, Sample.CPU),
                            figure(results, pair, side, Sample.SERVER_CPU),
                            Figures.text(results.others(pair))));
                }
            }
        }
    }

    private static String figure(Results results, Pair pair, Params side, String metric) {
        return results.spread(pair, side, metric).map(Spread::toString).orElse("–");
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", List.of(cells)) + " |\n";
    }
}
