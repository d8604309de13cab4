// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.UncheckedIOException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a call could not begin because the process has no thread, descriptor or memory left. The connection is
 * unchanged, and the call may be repeated.
 */
public final class ShortageException extends SocketException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param cause the failure that the JVM reported
     */
    public ShortageException(Throwable cause) {
        super("the process has no thread, descriptor or memory left for it: " + reason(cause));
        initCause(cause);
    }

    private static @Nullable String reason(Throwable cause) {
        Throwable io = cause instanceof UncheckedIOException ? cause.getCause() : null;
        return io == null ? cause.getMessage() : io.getMessage();
    }
}
