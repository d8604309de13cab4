// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of one client, compared with another one in the same round, or of its own figure.
 *
 * @param method of the benchmark
 * @param params that select what is compared, beside the client
 * @param client of which it is asked
 * @param reference with which it is compared, or null
 * @param comparison how
 * @param metric {@link Sample#CPU}, another one of a {@link Sample}, or two of these with a slash between: the quotient
 * @param isLeast whether {@code limit} must be reached at least; otherwise, at most
 * @param limit of what the comparison gives; not a number where nothing is asked
 * @param headline its place in the table on top, or null
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
    /** With fewer rounds an interval says nothing. */
    static final int LEAST_ROUNDS = 5;

    /** How far the interval of a ratio may go from its median. */
    static final double DECIDED = 0.05;

    /** What is made of the two figures of a round. */
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

    /** Begins goals for one method and some values of its parameters, about the client's CPU time for an operation. */
    static On on(String method, String params) {
        return new On(method, Params.of(params), Sample.CPU);
    }

    /** Returns the same goal with a place in the table on top. */
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
     * Returns whether rounds agree: for a ratio, whether their interval stays within 5 % of the median; otherwise, as a
     * difference may be about 0, whether the limit is outside the interval.
     */
    boolean isDecided(Spread spread) {
        if (spread.count() < LEAST_ROUNDS) {
            return false;
        }
        return comparison == Comparison.RATIO
                ? spread.isWithin(DECIDED)
                : isReached(spread.low()) == isReached(spread.high());
    }

    /** Returns whether the goal is reached: yes, no, or not decided. */
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

    /** Returns what is compared. */
    String what() {
        return metric.equals(Sample.CPU) ? "CPU" : metric.equals(Sample.SCORE) ? "throughput or time" : metric;
    }

    /** Returns, for instance, {@code ≥ 0.97}. */
    String asked() {
        return Double.isNaN(limit) ? "–" : (isLeast ? "≥ " : "≤ ") + Figures.text(limit);
    }

    /** What all goals made from here have in common. */
    record On(String method, Params params, String metric) {
        On metric(String other) {
            return new On(method, params, other);
        }

        /** Throughput is compared. */
        On score() {
            return metric(Sample.SCORE);
        }

        /** With the same CPU time, the client does at least this part of the reference's work. */
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

        /** Nothing is asked: the ratio is told. */
        Goal told(String client, String reference) {
            return atMost(Double.NaN, client, reference);
        }

        /** Nothing is asked: the difference is told. */
        Goal toldMore(String client, String reference) {
            return atMostMore(Double.NaN, client, reference);
        }

        private Goal goal(
                String client, @Nullable String reference, Comparison comparison, boolean isLeast, double limit) {
            return new Goal(method, params, client, reference, comparison, metric, isLeast, limit, null);
        }
    }
}
