// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.Locale;

/** Formats numbers with their significant digits. */
final class Figures {
    private Figures() {}

    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
