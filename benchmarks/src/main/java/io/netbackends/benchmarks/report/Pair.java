// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two clients that are measured alternately, A B A B, or a single one: the subject of one or more goals of a group.
 *
 * @param method the benchmark method
 * @param params the common parameters, except the client
 * @param client A
 * @param reference B, or null
 * @param threads the number of threads
 */
record Pair(
        String method,
        Params params,
        String client,
        @Nullable String reference,
        int threads) {
    static Pair of(Goal goal, int threads) {
        return new Pair(goal.method(), goal.params(), goal.client(), goal.reference(), threads);
    }

    /** Returns the pairs of a group, each once. */
    static List<Pair> of(Group group) {
        return group.goals().stream()
                .flatMap(goal -> group.threads().stream().map(threads -> of(goal, threads)))
                .distinct()
                .toList();
    }

    /** Returns the parameters of A and of B, in order. */
    List<Params> sides() {
        return Stream.<@Nullable String>of(client, reference)
                .filter(Objects::nonNull)
                .map(side -> params.with(Params.CLIENT, Objects.requireNonNull(side)))
                .toList();
    }

    /** Returns the name of the row in results and for {@code --only}, for instance {@code exchange nio/rawChannel 8}. */
    String name() {
        return method + " " + client + (reference == null ? "" : "/" + reference)
                + (params.values().isEmpty() ? "" : " " + params) + (threads == 1 ? "" : " " + threads);
    }
}
