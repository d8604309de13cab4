// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

/**
 * One figure of one JVM: a line of a file of results.
 *
 * @param row the name of the {@link Pair} that it is a part of
 * @param round from 1
 * @param others how many processors other processes took at the same time
 * @param load the load average at the end, with what was measured itself
 * @param benchmark class and method, without the package
 * @param threads how many ran it at the same time
 * @param metric {@link #SCORE}, {@link #CPU}, {@link #SERVER_CPU}, or the name of one of the benchmark's counters
 * @param unit what JMH says of the score
 */
record Sample(
        String row,
        int round,
        double others,
        double load,
        String benchmark,
        Params params,
        int threads,
        String metric,
        double value,
        String unit) {
    /** The metric that each benchmark has: its throughput or its time. */
    static final String SCORE = "score";

    /** CPU time of the client's process for an operation, user and system, in nanoseconds. */
    static final String CPU = "cpu.client";

    /** The same of the server's process; 0 where it has none. */
    static final String SERVER_CPU = "cpu.server";

    static final String HEADER = "row,round,others,load,benchmark,params,threads,metric,value,unit";

    String line() {
        return String.join(
                ",",
                row,
                Integer.toString(round),
                Double.toString(others),
                Double.toString(load),
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
                fields[0],
                Integer.parseInt(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                fields[4],
                Params.of(fields[5]),
                Integer.parseInt(fields[6]),
                fields[7],
                Double.parseDouble(fields[8]),
                fields[9]);
    }
}
