// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Goal GOAL = Goal.on("exchange", "size=64").atMost(1, "nio", "rawSocket");
    private static final Pair PAIR = Pair.of(GOAL, 8);

    @TempDir
    Path directory;

    private Results read(Sample... samples) throws IOException {
        Path file = directory.resolve("a.csv");
        Files.write(file, List.of("# date: today", Sample.HEADER));
        for (Sample sample : samples) {
            Files.writeString(file, sample.line() + "\n", StandardOpenOption.APPEND);
        }
        return Results.read(file);
    }

    private static Sample sample(String row, int round, int side, double value) {
        return new Sample(row, round, 0.25, 1, "B.exchange", PAIR.sides().get(side), 8, Sample.CPU, value, "ns/op");
    }

    @Test
    void ratiosAreMadeInEachRound() throws IOException {
        Results results = read(
                sample(PAIR.name(), 1, 0, 10), sample(PAIR.name(), 1, 1, 10),
                sample(PAIR.name(), 2, 0, 40), sample(PAIR.name(), 2, 1, 20),
                sample(PAIR.name(), 3, 0, 90), sample(PAIR.name(), 3, 1, 30));

        assertThat(results.compare(GOAL, 8)).contains(new Spread(2, 1, 3, 3));
        assertThat(results.origin()).containsExactly("date: today");
        assertThat(results.others(PAIR)).isEqualTo(0.25);
    }

    @Test
    void roundWithoutItsOtherHalfIsLeftOut() throws IOException {
        Results results =
                read(sample(PAIR.name(), 1, 0, 10), sample(PAIR.name(), 1, 1, 5), sample(PAIR.name(), 2, 0, 10));

        assertThat(results.compare(GOAL, 8)).contains(new Spread(2, 2, 2, 1));
    }

    @Test
    void anotherRowWithTheSameClientDoesNotCount() throws IOException {
        assertThat(read(sample("exchange nio/netty", 1, 0, 10), sample(PAIR.name(), 1, 1, 5))
                        .compare(GOAL, 8))
                .isEmpty();
    }

    @Test
    void fileOfAnOlderFormHasNoSamples() throws IOException {
        Path file = Files.writeString(directory.resolve("old.csv"), "round,benchmark\n1,B\n");

        assertThat(Results.read(file).samples()).isEmpty();
    }
}
