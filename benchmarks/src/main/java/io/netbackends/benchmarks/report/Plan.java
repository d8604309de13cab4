// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

/**
 * The durations of the JVMs of a group, and the number of rounds.
 *
 * @param warmupMillis the duration of the warm-up iterations together
 * @param measuredMillis the duration of the measured iteration; 0 for a benchmark that counts its own iterations
 * @param rounds the number of rounds, unless the command line sets it
 * @param cores where the processes run
 */
record Plan(int warmupMillis, int measuredMillis, int rounds, Cores cores) {
    /** Where client and server run. */
    enum Cores {
        /** One core for each process, if the system allows that. */
        PINNED,

        /** Any core for each thread: for clients with a thread that works beside the caller, or that start JVMs. */
        ANY
    }

    /** The number of warm-up iterations. */
    static final int WARMUPS = 2;

    /** Enough for code that is compiled quickly. */
    static final Plan SHORT = new Plan(1500, 900, 11, Cores.PINNED);

    /** Eight threads execute each method an eighth as often, and leave the compilers less time. */
    static final Plan MANY_THREADS = new Plan(9000, 900, 11, Cores.PINNED);

    /** The JDK's encryption is compiled late. */
    static final Plan LONG = new Plan(2000, 1200, 11, Cores.PINNED);

    /** A handshake takes milliseconds, so its code, elliptic curves included, runs seldom, and is compiled later still. */
    static final Plan HANDSHAKES = new Plan(8000, 1500, 11, Cores.PINNED);

    /** For counts, such as bytes, which hardly differ from round to round. */
    static final Plan COUNTED = new Plan(600, 400, 5, Cores.PINNED);

    /** The durations set by the benchmark itself. */
    static final Plan OWN = new Plan(0, 0, 11, Cores.ANY);

    /** Returns whether the benchmark sets its own durations. */
    boolean isOwn() {
        return measuredMillis == 0;
    }

    Plan rounds(int count) {
        return new Plan(warmupMillis, measuredMillis, count, cores);
    }
}
