// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.nio.ByteBuffer;

/**
 * Compares what a program writes with what was recorded, for lenient replay. The bytes written between two recorded reads
 * are compared as a unit: in many protocols, a request.
 *
 * <p>Safe for use by several threads.
 */
@FunctionalInterface
public interface WriteMatcher {
    /** The result of a comparison. */
    enum Verdict {
        /** It matches: the recorded response is returned. */
        SAME,
        /** It may match when more is written. */
        INCOMPLETE,
        /** It does not match, whatever follows. */
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
     * @return the verdict
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
     * Accepts any bytes: they match as soon as they are as long as the recorded ones, or the program reads.
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
