// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;

/**
 * A row in the summary table of the report.
 *
 * @param words the subject of the row, for a reader without knowledge of the benchmarks
 * @param unit the unit of its figure; {@code ×} for a ratio
 */
record Headline(Question question, String words, String unit) {
    /** The rows that also appear in the README. */
    static final List<String> FEW = List.of(
            "`nio` under a deadline / `Socket` with SO_TIMEOUT, 64 bytes there and back",
            "`socket` / `Socket`, 64 bytes there and back",
            "a deadline on a `socket` read that need not wait, more",
            "TLS read by `nio` / `SSLSocket`",
            "asynchronous under a deadline, 64 connections / Netty without one");

    /** The questions of a reader; the table has a part for each. */
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
