// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.List;

/** What several rounds have given: the middle, and how far from it they went. */
record Spread(double median, double least, double most) {
    /** Of at least one value. */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** Returns, for instance, {@code 0.98 (0.95 – 1.01)}, or the one figure. */
    @Override
    public String toString() {
        if (least == most) {
            return Figures.text(median);
        }
        return Figures.text(median) + " (" + Figures.text(least) + " – " + Figures.text(most) + ")";
    }
}
