// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.nio.ByteBuffer;

/**
 * Compares written bytes with recorded ones, for lenient replay. The bytes written between two recorded reads are compared
 * as a unit: in many protocols, a request.
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
        /** It does not match, regardless of later writes. */
        DIFFERENT
    }

    /**
     * Compares written bytes. Called after each write, with the bytes since the last match; before a read; and when the
     * program shuts down its output. Each value that is redacted in the recording is a single asterisk on both sides.
     *
     * @param recorded the recorded bytes; read-only, at least one
     * @param written the bytes written so far; read-only; empty if the program has shut down its output instead
     * @param reading whether the program waits for the response, or has shut down its output; a served client counts as
     *     waiting after a pause of 200 ms
     * @return the verdict
     */
    Verdict compare(ByteBuffer recorded, ByteBuffer written, boolean reading);

    /**
     * Describes the difference. The message also shows the first different byte, even in a part that the matcher ignores.
     * Must not contain values that may be secret.
     *
     * @param recorded as for {@link #compare}
     * @param written as for {@code compare} when it returned {@link Verdict#DIFFERENT}
     * @return for instance, {@code headers differ: x-id}; empty, the default, if there is no description
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
     * Compares HTTP/1.1 requests: the first line and the body must be equal, the headers in any order, with case-insensitive
     * names. Redacted values match any value, also in bodies and other protocols. They are those that the recording names;
     * if it names another redaction, or another matcher calls this one, they are header values that consist of asterisks.
     * The values of {@code Host}, {@code Date}, {@code User-Agent}, {@code Connection}, {@code Accept} and {@code
     * Content-Length} are ignored, and so is the absence of these headers. Data other than HTTP requests must be equal.
     *
     * @param ignoredHeaders case-insensitive names of more headers to ignore
     * @return the matcher
     */
    static WriteMatcher http(String... ignoredHeaders) {
        return HttpWriteMatcher.ignoring(ignoredHeaders);
    }
}
