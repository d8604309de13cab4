// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * A target for one client, compared with another one in the same round, or for its own figure.
 *
 * @param method the benchmark method
 * @param params the parameters except the client
 * @param client the client
 * @param reference the client to compare with, or null
 * @param comparison the kind of comparison
 * @param metric {@link Sample#CPU}, another metric of a {@link Sample}, or the quotient of two, separated by a slash
 * @param isLeast whether {@code limit} is a minimum; otherwise it is a maximum
 * @param limit the limit for the result of the comparison; NaN if there is no target
 * @param headline its row in the summary table, or null
 */
record Goal(
        String method,
        Params params,
        String client,
        @Nullable String reference,
        Comparison comparison,
        String metric,
        boolean isLeast,
        double limit,
        @Nullable Headline headline) {
    /** With fewer rounds, an interval has no meaning. */
    static final int LEAST_ROUNDS = 5;

    /** The maximum relative distance of the interval of a ratio from its median. */
    static final double DECIDED = 0.05;

    /** The comparison of the two figures of a round. */
    enum Comparison {
        RATIO,
        DIFFERENCE,
        VALUE;

        double of(double subject, double reference) {
            return switch (this) {
                case RATIO -> subject / reference;
                case DIFFERENCE -> subject - reference;
                case VALUE -> subject;
            };
        }
    }

    /** Begins goals for one method and parameters, about the client's CPU time for an operation. */
    static On on(String method, String params) {
        return new On(method, Params.of(params), Sample.CPU);
    }

    /** Returns the same goal with a row in the summary table. */
    Goal under(Headline.Question question, String words) {
        return new Goal(
                method,
                params,
                client,
                reference,
                comparison,
                metric,
                isLeast,
                limit,
                new Headline(question, words, comparison == Comparison.RATIO ? "×" : unit()));
    }

    private String unit() {
        return metric.equals(Sample.CPU) ? "ns" : metric.equals(Sample.SCORE) ? "ms" : "bytes";
    }

    boolean isReached(double value) {
        return isLeast ? value >= limit : value <= limit;
    }

    /**
     * Returns whether the rounds agree. For a ratio, their interval must be within 5 % of the median. A difference may be
     * near 0, so the limit must be outside its interval.
     */
    boolean isDecided(Spread spread) {
        if (spread.count() < LEAST_ROUNDS) {
            return false;
        }
        return comparison == Comparison.RATIO
                ? spread.isWithin(DECIDED)
                : isReached(spread.low()) == isReached(spread.high());
    }

    /** Returns whether the goal is reached: yes, no, or undecided. */
    String verdict(Spread spread) {
        if (Double.isNaN(limit)) {
            return "–";
        }
        return !isDecided(spread) ? "not decided" : isReached(spread.median()) ? "yes" : "no";
    }

    /** Returns, for instance, {@code exchange, nio} or {@code open, nio;tls=true}. */
    String subject() {
        return method + ", " + client + (params.values().isEmpty() ? "" : ";" + params);
    }

    /** Returns the name of the metric. */
    String what() {
        return metric.equals(Sample.CPU) ? "CPU" : metric.equals(Sample.SCORE) ? "throughput or time" : metric;
    }

    /** Returns, for instance, {@code ≥ 0.97}. */
    String asked() {
        return Double.isNaN(limit) ? "–" : (isLeast ? "≥ " : "≤ ") + Figures.text(limit);
    }

    /** The common parts of several goals. */
    record On(String method, Params params, String metric) {
        On metric(String other) {
            return new On(method, params, other);
        }

        /** Compares throughput. */
        On score() {
            return metric(Sample.SCORE);
        }

        /** With the same CPU time, the client must do at least this fraction of the reference's work. */
        Goal work(double least, String client, String reference) {
            return metric(Sample.CPU).atMost(1 / least, client, reference);
        }

        Goal atLeast(double limit, String client, String reference) {
            return goal(client, reference, Comparison.RATIO, true, limit);
        }

        Goal atMost(double limit, String client, String reference) {
            return goal(client, reference, Comparison.RATIO, false, limit);
        }

        Goal atMostMore(double limit, String client, String reference) {
            return goal(client, reference, Comparison.DIFFERENCE, false, limit);
        }

        Goal atMost(double limit, String client) {
            return goal(client, null, Comparison.VALUE, false, limit);
        }

        /** Reports the ratio, without a target. */
        Goal told(String client, String reference) {
            return atMost(Double.NaN, client, reference);
        }

        /** Reports the difference, without a target. */
        Goal toldMore(String client, String reference) {
            return atMostMore(Double.NaN, client, reference);
        }

        private Goal goal(
                String client, @Nullable String reference, Comparison comparison, boolean isLeast, double limit) {
            return new Goal(method, params, client, reference, comparison, metric, isLeast, limit, null);
        }
    }
}
