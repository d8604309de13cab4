// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a write failed because the peer had gone before (EPIPE), which may follow on an orderly end. The JDK has no
 * type for that, and the text is the C library's, in the language of the user: so one that is not English is compared with
 * what such a failure says here, which is found out by causing one.
 */
final class BrokenPipeDetector {
    private static final String ENGLISH = "Broken pipe";

    /** Not known yet if null. */
    static volatile @Nullable String text;

    private BrokenPipeDetector() {}

    /** Whether that is why a write failed. */
    static boolean isCauseOf(IOException failure) {
        String message = failure.getMessage();
        return message != null && (message.contains(ENGLISH) || endsWithText(message));
    }

    /** In a failure that was recorded, the call and the peer come first. */
    private static boolean endsWithText(String message) {
        String known = text();
        return known != null && !known.isEmpty() && message.endsWith(known);
    }

    private static @Nullable String text() {
        String known = text;
        if (known == null) {
            try {
                known = probe();
                text = known;
            } catch (IOException e) {
                // no descriptor to be had: another time, maybe
            }
        }
        return known;
    }

    /** Returns what such a failure says; empty if the system has none. */
    static String probe() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            pipe.source().close();
            sink.configureBlocking(false); // the thread may be interrupted
            try {
                sink.write(ByteBuffer.allocate(1));
            } catch (IOException e) {
                return Objects.requireNonNullElse(e.getMessage(), "");
            }
            return "";
        }
    }
}
