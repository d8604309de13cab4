// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * A group of clients that are measured side by side, with their goals.
 *
 * @param name the name on the command line and of the result file
 * @param title the title of its section in the report
 * @param benchmark the benchmark class
 * @param params the values of the benchmark's parameters; a smoke test runs each combination
 * @param threads the numbers of threads to measure with
 * @param onNewestJdk whether it needs a newer JDK than the other groups
 * @param plan the duration and number of runs
 * @param goals the goals, each for every number of threads
 */
record Group(
        String name,
        String title,
        Class<?> benchmark,
        Map<String, List<String>> params,
        List<Integer> threads,
        boolean onNewestJdk,
        Plan plan,
        List<Goal> goals) {
    Group(String name, String title, Class<?> benchmark, Map<String, List<String>> params, Goal... goals) {
        this(name, title, benchmark, params, List.of(1), false, Plan.SHORT, List.of(goals));
    }

    Group withThreads(Integer... counts) {
        return new Group(name, title, benchmark, params, List.of(counts), onNewestJdk, plan, goals);
    }

    Group withNewestJdk() {
        return new Group(name, title, benchmark, params, threads, true, plan, goals);
    }

    Group withPlan(Plan other) {
        return new Group(name, title, benchmark, params, threads, onNewestJdk, other, goals);
    }
}
