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
 * @param params values of the benchmark's parameters; each combination is measured
 * @param threads measured with each of these counts
 * @param onNewestJdk whether it needs more than the JDK that the rest is measured on
 * @param goals what is asked, each for each count of threads
 */
record Group(
        String name,
        String title,
        Class<?> benchmark,
        Map<String, List<String>> params,
        List<Integer> threads,
        boolean onNewestJdk,
        List<Goal> goals) {
    Group(String name, String title, Class<?> benchmark, Map<String, List<String>> params, Goal... goals) {
        this(name, title, benchmark, params, List.of(1), false, List.of(goals));
    }

    /** Returns the name of the method, with its class, that a goal is about. */
    String benchmark(Goal goal) {
        return benchmark.getSimpleName() + "." + goal.method();
    }

    Group withThreads(Integer... counts) {
        return new Group(name, title, benchmark, params, List.of(counts), onNewestJdk, goals);
    }

    Group withNewestJdk() {
        return new Group(name, title, benchmark, params, threads, true, goals);
    }
}
