// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;

/**
 * The median and interval of several rounds.
 *
 * @param low the lower end of the interval that contains 80 % of the rounds, with as many below it as above
 * @param high the upper end of the interval
 * @param count the number of rounds
 */
record Spread(double median, double low, double high, int count) {
    private static final double OUTSIDE_AT_EACH_END = 0.1;

    /** Returns the spread of at least one value. */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        int middle = size / 2;
        double median = size % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        int outside = (int) (size * OUTSIDE_AT_EACH_END);
        return new Spread(median, sorted.get(outside), sorted.get(size - 1 - outside), size);
    }

    /** Returns whether both ends of the interval are within this fraction of the median. */
    boolean isWithin(double part) {
        return high <= median * (1 + part) && low >= median * (1 - part);
    }

    /** Returns, for instance, {@code 0.98 (0.95 – 1.01)}, or the one figure. */
    @Override
    public String toString() {
        if (low == high) {
            return Figures.text(median);
        }
        return Figures.text(median) + " (" + Figures.text(low) + " – " + Figures.text(high) + ")";
    }
}
