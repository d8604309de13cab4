// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

/**
 * The durations of the JVMs of a group, and the number of rounds.
 *
 * @param warmupMillis the duration of the warm-up iteration
 * @param measuredMillis the duration of the measured iteration; 0 for a benchmark that counts its own iterations
 * @param rounds the number of rounds, unless the command line sets it
 */
record Plan(int warmupMillis, int measuredMillis, int rounds) {
    /** Enough for code that is compiled quickly. */
    static final Plan SHORT = new Plan(1500, 900, 11);

    /** Eight threads execute each method an eighth as often, and leave the compilers less time. */
    static final Plan MANY_THREADS = new Plan(4000, 900, 11);

    /** The JDK's encryption is compiled late. */
    static final Plan LONG = new Plan(2000, 1200, 11);

    /** For counts, such as bytes, which hardly differ from round to round. */
    static final Plan COUNTED = new Plan(600, 400, 5);

    /** The durations set by the benchmark itself. */
    static final Plan OWN = new Plan(0, 0, 11);

    /** Returns whether the benchmark sets its own durations. It is then not pinned either, since it starts JVMs or counts bytes. */
    boolean isOwn() {
        return measuredMillis == 0;
    }

    Plan rounds(int count) {
        return new Plan(warmupMillis, measuredMillis, count);
    }
}
