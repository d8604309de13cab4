// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.util.List;
import java.util.Objects;

/**
 * How a run of the kit ended.
 *
 * @param results of all cases, in the order they were run; immutable
 */
public record TckReport(List<TckResult> results) {
    /**
     * Copies the list.
     *
     * @param results of all cases, in the order they were run
     */
    public TckReport {
        results = List.copyOf(results);
    }

    /** {@return whether no case failed; cases may have been skipped} */
    public boolean passed() {
        return failures().isEmpty();
    }

    /** {@return the results of the cases that failed} */
    public List<TckResult> failures() {
        return results.stream().filter(result -> result.failure() != null).toList();
    }

    /** {@return the results of the cases that were not run} */
    public List<TckResult> skipped() {
        return results.stream().filter(result -> result.skipped() != null).toList();
    }

    /** Returns a line with the counts, one for each case that was skipped, and a paragraph for each that failed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(results.stream().filter(TckResult::passed).count())
                .append(" passed, ")
                .append(failures().size())
                .append(" failed, ")
                .append(skipped().size())
                .append(" skipped\n");
        for (TckResult result : skipped()) {
            text.append("skipped: ")
                    .append(line(result))
                    .append(": ")
                    .append(result.skipped())
                    .append('\n');
        }
        for (TckResult result : failures()) {
            text.append("FAILED on a ").append(result.threads()).append(" thread: ");
            text.append(Objects.requireNonNull(result.failure()).getMessage());
        }
        return text.toString();
    }

    private static String line(TckResult result) {
        return result.testCase().name() + " (" + result.threads() + " thread)";
    }
}
