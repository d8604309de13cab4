// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;

/**
 * A place in the table on top of the report.
 *
 * @param words what the row is about, for a reader who knows no benchmark
 * @param unit of its figure; {@code ×} for a ratio
 */
record Headline(Question question, String words, String unit) {
    /** The rows that the README has, too. */
    static final List<String> FEW = List.of(
            "`nio` under a deadline / `Socket` with SO_TIMEOUT, 64 bytes there and back",
            "`socket` / `Socket`, 64 bytes there and back",
            "a deadline on a `socket` read that need not wait, more",
            "TLS read by `nio` / `SSLSocket`",
            "asynchronous under a deadline, 64 connections / Netty without one");

    /** What a reader asks; the table has a part for each. */
    enum Question {
        DEADLINE("What does a deadline cost me?"),
        LIBRARY("What does the library cost me?"),
        COMPARED("How does it compare?");

        private final String text;

        Question(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
