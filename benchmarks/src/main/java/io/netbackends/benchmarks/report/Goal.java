// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of one client, compared with another one in the same round, or of its own figure.
 *
 * @param method of the benchmark
 * @param params that select what is compared, beside the client
 * @param client of whom it is asked
 * @param reference with whom it is compared, or null
 * @param comparison how
 * @param metric {@link Sample#SCORE}, the name of a counter, or two of these with a slash between: the quotient
 * @param isLeast whether {@code limit} must be reached at least; otherwise, at most
 * @param limit of what the comparison gives
 */
record Goal(
        String method,
        Params params,
        String client,
        @Nullable String reference,
        Comparison comparison,
        String metric,
        boolean isLeast,
        double limit) {
    /** What is made of the two figures of a round. */
    enum Comparison {
        RATIO,
        DIFFERENCE,
        VALUE,

        /** Of the least figure of all rounds each: what else the machine does can only add to a CPU time. */
        RATIO_OF_LEAST,
        DIFFERENCE_OF_LEAST;

        double of(double subject, double reference) {
            return switch (this) {
                case RATIO, RATIO_OF_LEAST -> subject / reference;
                case DIFFERENCE, DIFFERENCE_OF_LEAST -> subject - reference;
                case VALUE -> subject;
            };
        }

        boolean isOfLeast() {
            return this == RATIO_OF_LEAST || this == DIFFERENCE_OF_LEAST;
        }
    }

    /** Begins goals for one method and some values of its parameters. */
    static On on(String method, String params) {
        return new On(method, Params.of(params), Sample.SCORE);
    }

    boolean isReached(double value) {
        return isLeast ? value >= limit : value <= limit;
    }

    /** Returns, for instance, {@code exchange, nio} or {@code open, nio;tls=true: heapBytes/streams}. */
    String subject() {
        return method + ", " + client + (comparison.isOfLeast() ? " (least)" : "")
                + (params.values().isEmpty() ? "" : ";" + params) + (metric.equals(Sample.SCORE) ? "" : ": " + metric);
    }

    /** Returns, for a figure, whether the goal is reached, and otherwise how much is missing. */
    String verdict(double value) {
        if (Double.isNaN(limit)) {
            return "–";
        }
        double missing = Math.abs(value - limit);
        return isReached(value) ? "yes" : "no, by " + (missing < 0.01 ? "less than 0.01" : Figures.text(missing));
    }

    /** Returns, for instance, {@code ≥ 0.97}. */
    String asked() {
        if (Double.isNaN(limit)) {
            return "–";
        }
        return (isLeast ? "≥ " : "≤ ") + Figures.text(limit);
    }

    /** What all goals made from here have in common. */
    record On(String method, Params params, String metric) {
        On metric(String other) {
            return new On(method, params, other);
        }

        Goal atLeast(double limit, String client, String reference) {
            return new Goal(method, params, client, reference, Comparison.RATIO, metric, true, limit);
        }

        Goal atMost(double limit, String client, String reference) {
            return new Goal(method, params, client, reference, Comparison.RATIO, metric, false, limit);
        }

        Goal atMostMore(double limit, String client, String reference) {
            return new Goal(method, params, client, reference, Comparison.DIFFERENCE, metric, false, limit);
        }

        Goal leastAtMost(double limit, String client, String reference) {
            return new Goal(method, params, client, reference, Comparison.RATIO_OF_LEAST, metric, false, limit);
        }

        Goal leastAtMostMore(double limit, String client, String reference) {
            return new Goal(method, params, client, reference, Comparison.DIFFERENCE_OF_LEAST, metric, false, limit);
        }

        Goal atMost(double limit, String client) {
            return new Goal(method, params, client, null, Comparison.VALUE, metric, false, limit);
        }

        /** Nothing is asked: the ratio is told. */
        Goal told(String client, String reference) {
            return atLeast(Double.NaN, client, reference);
        }

        /** Nothing is asked: the difference is told. */
        Goal toldMore(String client, String reference) {
            return atMostMore(Double.NaN, client, reference);
        }
    }
}
