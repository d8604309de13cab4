// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results of a group in all rounds, with the machine and the command. */
final class Results {
    private final List<String> origin;
    private final List<Sample> samples;

    private Results(List<String> origin, List<Sample> samples) {
        this.origin = origin;
        this.samples = samples;
    }

    /**
     * Reads a result file: comments on its origin, a header, and samples. A missing file, or one in an older format, has no
     * samples.
     */
    static Results read(Path file) throws IOException {
        if (!Files.exists(file) || !Files.readAllLines(file).contains(Sample.HEADER)) {
            return new Results(List.of(), List.of());
        }
        List<String> origin = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                origin.add(line.substring(1).trim());
            } else if (!line.isEmpty() && !line.equals(Sample.HEADER)) {
                samples.add(Sample.of(line));
            }
        }
        return new Results(origin, samples);
    }

    /** {@return the machine, the JDK, the date and the command, one line each} */
    List<String> origin() {
        return origin;
    }

    /** {@return all samples, in order} */
    List<Sample> samples() {
        return samples;
    }

    /** {@return the unit of the score of a pair's benchmark} */
    String unit(Pair pair) {
        return samples.stream()
                .filter(s -> s.row().equals(pair.name()) && s.metric().equals(Sample.SCORE))
                .map(Sample::unit)
                .findFirst()
                .orElse("");
    }

    /** Returns the maximum load by other processes during the measurement of a pair, in processors. */
    double others(Pair pair) {
        return samples.stream()
                .filter(s -> s.row().equals(pair.name()))
                .mapToDouble(Sample::others)
                .max()
                .orElse(0);
    }

    /** Returns the figures of all rounds for one side of a pair, or nothing if there are none. */
    Optional<Spread> spread(Pair pair, Params side, String metric) {
        List<Double> values = List.copyOf(rounds(pair, side, metric).values());
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** Returns the comparison of A and B in each round, in which they ran one after the other. */
    Optional<Spread> compare(Pair pair, String metric, Goal.Comparison comparison) {
        Map<Integer, Double> subject = rounds(pair, pair.sides().get(0), metric);
        Map<Integer, Double> reference =
                pair.reference() == null ? subject : rounds(pair, pair.sides().get(1), metric);
        List<Double> values = subject.entrySet().stream()
                .filter(e -> reference.containsKey(e.getKey()))
                .map(e -> comparison.of(e.getValue(), reference.getOrDefault(e.getKey(), Double.NaN)))
                .filter(value -> !value.isNaN())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    Optional<Spread> compare(Goal goal, int threads) {
        return compare(Pair.of(goal, threads), goal.metric(), goal.comparison());
    }

    /** Returns the figures by round. A metric with a slash is a quotient. */
    private Map<Integer, Double> rounds(Pair pair, Params side, String metric) {
        int slash = metric.indexOf('/');
        if (slash >= 0) {
            Map<Integer, Double> divisors = rounds(pair, side, metric.substring(slash + 1));
            Map<Integer, Double> quotients = rounds(pair, side, metric.substring(0, slash));
            quotients.replaceAll((round, value) -> value / divisors.getOrDefault(round, Double.NaN));
            return quotients;
        }
        return samples.stream()
                .filter(s -> s.row().equals(pair.name())
                        && s.params().equals(side)
                        && s.metric().equals(metric))
                .collect(Collectors.toMap(Sample::round, Sample::value, (a, b) -> b, TreeMap::new));
    }
}
