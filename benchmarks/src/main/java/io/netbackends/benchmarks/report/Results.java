// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a group has given in all rounds, and where and how it was measured. */
final class Results {
    private final List<String> origin;
    private final List<Sample> samples;

    private Results(List<String> origin, List<Sample> samples) {
        this.origin = origin;
        this.samples = samples;
    }

    /** Reads a file of results: comments on its origin, a header, and samples. */
    static Results read(Path file) throws IOException {
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

    /** {@return machine, JDK, date and command, a line each} */
    List<String> origin() {
        return origin;
    }

    /** {@return the methods that were measured, in order} */
    List<String> benchmarks() {
        return samples.stream().map(Sample::benchmark).distinct().toList();
    }

    /** {@return the values of parameters that were measured, in order} */
    List<Params> params(String benchmark) {
        return samples.stream()
                .filter(s -> s.benchmark().equals(benchmark))
                .map(Sample::params)
                .distinct()
                .toList();
    }

    String unit(String benchmark) {
        return samples.stream()
                .filter(s -> s.benchmark().equals(benchmark) && s.metric().equals(Sample.SCORE))
                .map(Sample::unit)
                .findFirst()
                .orElse("");
    }

    /** Returns the figures of all rounds, or nothing if there are none. */
    Optional<Spread> spread(String benchmark, Params params, int threads, String metric) {
        List<Double> values =
                List.copyOf(rounds(benchmark, params, threads, metric).values());
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** Compares round by round, so that what else the machine did in one of them hits both. */
    Optional<Spread> compare(String benchmark, Goal goal, int threads) {
        Map<Integer, Double> subject =
                rounds(benchmark, goal.params().with(Params.CLIENT, goal.client()), threads, goal.metric());
        Map<Integer, Double> reference = goal.reference() == null
                ? subject
                : rounds(benchmark, goal.params().with(Params.CLIENT, goal.reference()), threads, goal.metric());
        if (goal.comparison().isOfLeast() && !subject.isEmpty() && !reference.isEmpty()) {
            return Optional.of(Spread.of(List.of(
                    goal.comparison().of(Collections.min(subject.values()), Collections.min(reference.values())))));
        }
        List<Double> values = subject.entrySet().stream()
                .filter(e -> reference.containsKey(e.getKey()))
                .map(e -> goal.comparison().of(e.getValue(), reference.getOrDefault(e.getKey(), Double.NaN)))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** By round. A metric with a slash is a quotient. */
    private Map<Integer, Double> rounds(String benchmark, Params params, int threads, String metric) {
        int slash = metric.indexOf('/');
        if (slash >= 0) {
            Map<Integer, Double> divisors = rounds(benchmark, params, threads, metric.substring(slash + 1));
            Map<Integer, Double> quotients = rounds(benchmark, params, threads, metric.substring(0, slash));
            quotients.replaceAll((round, value) -> value / divisors.getOrDefault(round, Double.NaN));
            return quotients;
        }
        return samples.stream()
                .filter(s -> s.benchmark().equals(benchmark)
                        && s.params().equals(params)
                        && s.threads() == threads
                        && s.metric().equals(metric))
                .collect(Collectors.toMap(Sample::round, Sample::value, (a, b) -> b, TreeMap::new));
    }
}
