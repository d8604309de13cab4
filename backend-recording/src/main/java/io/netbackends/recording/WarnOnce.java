// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Logs only the first of many failures: with a full disk, every line fails. */
final class WarnOnce {
    static final String LOGGER = "io.netbackends.recording";

    private final AtomicBoolean warned = new AtomicBoolean();

    void warn(String message, @Nullable Throwable failure) {
        if (warned.compareAndSet(false, true)) {
            try {
                System.getLogger(LOGGER).log(Level.WARNING, message, failure);
            } catch (RuntimeException | Error e) { // perhaps out of memory: the next failure is logged
                warned.set(false);
            }
        }
    }
}
