// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.Closeable;

/** Closes a resource after a failure; a failure to close becomes a suppressed exception. */
final class CloseAfterFailure {
    private CloseAfterFailure() {}

    static void close(Closeable end, Throwable reason) {
        try {
            end.close(); // may block, a little
        } catch (Throwable e) {
            if (e != reason) { // the JVM may throw the same OutOfMemoryError again
                reason.addSuppressed(e);
            }
        }
    }
}
