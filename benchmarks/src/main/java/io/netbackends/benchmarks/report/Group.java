// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * What is measured side by side, and asked of it.
 *
 * @param name on the command line and of the file of results
 * @param title of its section in the report
 * @param benchmark the class that measures it
 * @param params values of the benchmark's parameters; a smoke test runs each combination
 * @param threads measured with each of these counts
 * @param onNewestJdk whether it needs more than the JDK that the rest is measured on
 * @param plan how long a JVM runs
 * @param goals what is asked, each for each count of threads
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
