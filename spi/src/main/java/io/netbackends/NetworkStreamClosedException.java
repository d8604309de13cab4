// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a call on a stream or listener that was closed on this side: by {@code close()}, before the call or during it,
 * or because an earlier call failed in a way that left the stream unusable, which then is the cause.
 */
public final class NetworkStreamClosedException extends SocketException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message names the call and the peer
     * @param cause what closed the stream, or the transport's exception; may be null
     */
    public NetworkStreamClosedException(String message, @Nullable Throwable cause) {
        super(message);
        initCause(cause);
    }
}
