// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.nio.ByteBuffer;

/**
 * Compares what a program writes with what was recorded, where replay is lenient. The bytes between two reads that were
 * recorded are compared at a time: a request, in many protocols.
 *
 * <p>Safe for use by several threads.
 */
@FunctionalInterface
public interface WriteMatcher {
    /** What has come of a comparison. */
    enum Verdict {
        /** It will do: the recorded answer is given. */
        SAME,
        /** It may do when more is written. */
        INCOMPLETE,
        /** It will not do, whatever follows. */
        DIFFERENT
    }

    /**
     * Compares. Called after each write, with all that was written since the last that was the same; before a read; and when
     * the program shuts down its output. Each value that was redacted in the recording is a single asterisk on both sides.
     *
     * @param recorded what was recorded; read-only, at least one byte
     * @param written what was written so far; read-only; empty if the program has shut down its output instead
     * @param reading whether the program waits for the answer, or has shut down its output; a client that is served waits if it
     *     pauses for 200 ms
     * @return what to make of it
     */
    Verdict compare(ByteBuffer recorded, ByteBuffer written, boolean reading);

    /**
     * Says where two that are different part; the error shows the first byte that differs by itself, and that may be in what
     * does not matter. Without values that might be secret.
     *
     * @param recorded as {@link #compare} had it
     * @param written as {@code compare} had it when it found {@link Verdict#DIFFERENT}
     * @return for instance, {@code headers differ: x-id}; empty, as by default, if there is nothing to say
     */
    default String difference(ByteBuffer recorded, ByteBuffer written) {
        return "";
    }

    /**
     * Takes whatever is written: it will do as soon as it is as long as what was recorded, or the program reads.
     *
     * @return a matcher that compares nothing
     */
    static WriteMatcher anything() {
        return (recorded, written, reading) ->
                reading || written.remaining() >= recorded.remaining() ? Verdict.SAME : Verdict.INCOMPLETE;
    }

    /**
     * Compares HTTP/1.1 requests: the first line and the body must be equal, the headers in any order and whatever the case
     * of their names. Values that were redacted may be any, in bodies and other protocols, too: what the
     * recording names; header values of nothing but asterisks if it says something else, or this matcher is asked by another
     * one. The values of {@code Host}, {@code Date}, {@code User-Agent}, {@code Connection}, {@code Accept} and {@code
     * Content-Length} do not matter, nor whether the headers are there. What is no HTTP request must be equal.
     *
     * @param ignoredHeaders names of more headers, in any case, that do not matter
     * @return the matcher
     */
    static WriteMatcher http(String... ignoredHeaders) {
        return HttpWriteMatcher.ignoring(ignoredHeaders);
    }
}
