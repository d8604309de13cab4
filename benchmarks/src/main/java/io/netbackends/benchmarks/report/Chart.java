// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Draws the ratios of the summary table as SVG: the median, its interval, and the target. */
final class Chart {
    private static final int LABELS = 560;
    private static final int PLOT = 400;
    private static final int ROW = 18;

    /** The largest ratio drawn; larger ones are clipped. */
    private static final double MOST = 3;

    private final Path directory;
    private final StringBuilder rows = new StringBuilder();
    private int y = 2 * ROW;

    /** Draws the results in a directory. */
    Chart(Path directory) {
        this.directory = directory;
    }

    String svg() throws IOException {
        for (Group group : Groups.ALL) {
            draw(group, Results.read(directory.resolve(group.name() + ".csv")));
        }
        StringBuilder axis = new StringBuilder();
        for (double ratio = 0; ratio <= MOST; ratio += 0.5) {
            axis.append(line(ratio == 1 ? "#888" : "#ddd", 1, x(ratio), ROW, x(ratio), y - ROW));
            axis.append(text("middle", "#444", x(ratio), ROW - 4, Figures.text(ratio)));
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" font-size=\"11\""
                        + " viewBox=\"0 0 %d %d\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s%s</svg>%n",
                LABELS + PLOT + 2 * ROW,
                y,
                axis,
                rows);
    }

    private void draw(Group group, Results results) {
        for (Goal goal : group.goals()) {
            Headline headline = goal.headline();
            if (headline != null && goal.comparison() == Goal.Comparison.RATIO && !Double.isNaN(goal.limit())) {
                results.compare(goal, group.threads().get(0))
                        .ifPresent(ratio -> rows.append(row(goal, headline.words(), ratio)));
            }
        }
    }

    /** Draws the interval as a thin line, the median as a dot on it, and the target as a vertical line. */
    private String row(Goal goal, String words, Spread ratio) {
        String colour = !goal.isDecided(ratio) ? "#999" : goal.isReached(ratio.median()) ? "#2a7" : "#c33";
        int middle = y - 4;
        String row = text("end", "#444", LABELS - ROW, y, words + " (" + goal.asked() + ")")
                + line(colour, 2, x(ratio.low()), middle, x(ratio.high()), middle)
                + line("#36c", 1, x(goal.limit()), middle - 6, x(goal.limit()), middle + 6)
                + String.format(
                        Locale.ROOT,
                        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n",
                        x(ratio.median()),
                        middle,
                        colour);
        y += ROW;
        return row;
    }

    private static int x(double ratio) {
        return LABELS + (int) Math.round(Math.max(0, Math.min(MOST, ratio)) / MOST * PLOT);
    }

    private static String line(String colour, int width, int x1, int y1, int x2, int y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                width);
    }

    private static String text(String anchor, String colour, int x, int y, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
