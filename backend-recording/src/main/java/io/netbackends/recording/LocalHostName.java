// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.internal.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the name of this host, if possible without a lookup: {@link InetAddress#getLocalHost} looks the name up, which takes
 * seconds if the resolver is slow.
 */
final class LocalHostName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
    private static final String UNKNOWN = "localhost";
    private static final long LIMIT_SECONDS = 1;

    private LocalHostName() {}

    /** Returns the name, or {@code localhost} if it cannot be found within a second. */
    static String get() {
        try {
            String name = Files.readString(LINUX).strip();
            return name.isEmpty() ? UNKNOWN : name;
        } catch (IOException | RuntimeException e) {
            return lookedUp();
        }
    }

    private static String lookedUp() {
        FutureTask<String> lookup =
                new FutureTask<>(() -> InetAddress.getLocalHost().getHostName());
        DaemonThreads.start("netbackends-hostname", lookup);
        try {
            return lookup.get(LIMIT_SECONDS, TimeUnit.SECONDS); // may block
        } catch (ExecutionException | TimeoutException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
