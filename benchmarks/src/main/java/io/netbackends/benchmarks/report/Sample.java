// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

/**
 * One figure of one round: a line of a file of results.
 *
 * @param round from 1
 * @param benchmark class and method, without the package
 * @param threads how many ran it at the same time
 * @param metric {@link #SCORE}, or the name of one of the benchmark's counters
 * @param unit what JMH says of the score
 */
record Sample(int round, String benchmark, Params params, int threads, String metric, double value, String unit) {
    /** The metric that each benchmark has. */
    static final String SCORE = "score";

    static final String HEADER = "round,benchmark,params,threads,metric,value,unit";

    String line() {
        return String.join(
                ",",
                Integer.toString(round),
                benchmark,
                params.toString(),
                Integer.toString(threads),
                metric,
                Double.toString(value),
                unit);
    }

    /** Reads what {@link #line} made. */
    static Sample of(String line) {
        String[] fields = line.split(",", -1);
        return new Sample(
                Integer.parseInt(fields[0]),
                fields[1],
                Params.of(fields[2]),
                Integer.parseInt(fields[3]),
                fields[4],
                Double.parseDouble(fields[5]),
                fields[6]);
    }
}
