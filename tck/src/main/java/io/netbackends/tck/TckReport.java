// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run of the kit.
 *
 * @param results of all cases, in the order they were run; immutable
 */
public record TckReport(List<Result> results) {
    /**
     * How one case ended.
     *
     * @param id family and number, such as {@code DLR_04}; shared by the cases of one behaviour under two versions of TLS
     * @param name id, obligation, rule and behaviour in one line
     * @param threads {@code "platform"} or {@code "virtual"}: the kind of thread it ran on
     * @param skipped the reason why it was not run; null if it was run
     * @param failure the defect of the backend; null if there is none
     */
    public record Result(
            String id,
            String name,
            String threads,
            @Nullable String skipped,
            @Nullable AssertionError failure) {
        /** {@return whether the case was run and passed} */
        public boolean passed() {
            return skipped == null && failure == null;
        }

        static Result passed(TckCase testCase, String threads) {
            return new Result(testCase.id(), testCase.name(), threads, null, null);
        }

        static Result skipped(TckCase testCase, String threads, @Nullable String reason) {
            return new Result(testCase.id(), testCase.name(), threads, reason, null);
        }

        static Result failed(TckCase testCase, String threads, Throwable cause) {
            return new Result(testCase.id(), testCase.name(), threads, null, new TckFailure(testCase, cause));
        }
    }

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
    public List<Result> failures() {
        return results.stream().filter(result -> result.failure() != null).toList();
    }

    /** {@return the results of the cases that were not run} */
    public List<Result> skipped() {
        return results.stream().filter(result -> result.skipped() != null).toList();
    }

    /** Returns a line with the counts, a line for each skipped case, and a paragraph for each failed one. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(results.stream().filter(Result::passed).count())
                .append(" passed, ")
                .append(failures().size())
                .append(" failed, ")
                .append(skipped().size())
                .append(" skipped\n");
        for (Result result : skipped()) {
            text.append("skipped: ")
                    .append(line(result))
                    .append(": ")
                    .append(result.skipped())
                    .append('\n');
        }
        for (Result result : failures()) {
            text.append("FAILED on a ").append(result.threads()).append(" thread: ");
            text.append(Objects.requireNonNull(result.failure()).getMessage());
        }
        return text.toString();
    }

    private static String line(Result result) {
        return result.name() + " (" + result.threads() + " thread)";
    }
}
