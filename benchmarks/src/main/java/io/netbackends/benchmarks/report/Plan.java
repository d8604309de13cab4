// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

/**
 * How long the JVMs of a group run, and how many rounds there are of them.
 *
 * @param warmupMillis in one iteration
 * @param measuredMillis in one iteration; 0 for a benchmark that counts its own iterations
 * @param rounds as many, where the command line does not say
 */
record Plan(int warmupMillis, int measuredMillis, int rounds) {
    /** Enough where what runs is compiled at once. */
    static final Plan SHORT = new Plan(800, 900, 11);

    /** The JDK's encryption is compiled late. */
    static final Plan LONG = new Plan(2000, 1200, 11);

    /** What is counted, such as bytes, hardly differs from round to round. */
    static final Plan COUNTED = new Plan(600, 400, 5);

    /** As the benchmark itself has it. */
    static final Plan OWN = new Plan(0, 0, 11);

    /** Returns whether the benchmark says how long it runs; then it is not pinned either, as it starts JVMs or counts bytes. */
    boolean isOwn() {
        return measuredMillis == 0;
    }

    Plan rounds(int count) {
        return new Plan(warmupMillis, measuredMillis, count);
    }
}
