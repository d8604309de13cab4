// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

/**
 * One figure of one JVM: a line of a result file.
 *
 * @param row the name of its {@link Pair}
 * @param round the round, from 1
 * @param others the load by other processes at the same time, in processors
 * @param load the load average at the end, including the measurement itself
 * @param benchmark the class and method, without the package
 * @param threads the number of threads
 * @param metric {@link #SCORE}, {@link #CPU}, {@link #SERVER_CPU}, or the name of one of the benchmark's counters
 * @param unit the unit given by JMH
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
    /** The metric of every benchmark: its throughput or its time. */
    static final String SCORE = "score";

    /** CPU time of the client's process for an operation, user and system, in nanoseconds. */
    static final String CPU = "cpu.client";

    /** The same for the server's process; 0 if there is none. */
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

    /** Parses the result of {@link #line}. */
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
