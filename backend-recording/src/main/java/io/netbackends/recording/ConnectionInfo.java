// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.net.SocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a connection at the time when it is opened, or when opening it fails. Immutable.
 *
 * @param local the address of this side; null if the transport does not know it
 * @param remote the address of the peer; null if the transport does not know it
 * @param accepted whether the peer connected to this side; otherwise this side connected
 * @param target what this side asked to connect to: an unresolved address if it gave a host; null if accepted
 * @param backend the {@code toString} of the backend that is recorded
 * @param asynchronous whether the calls on the stream do not wait. Then the recorder must not wait either: the thread that tells it
 *     what happens is one that many streams share
 * @param begin when the connect began; null if the connection was accepted, or that is not known
 * @param lookedUp when the lookup of the host ended; null if there was none, or the backend does not tell
 */
public record ConnectionInfo(
        @Nullable SocketAddress local,
        @Nullable SocketAddress remote,
        boolean accepted,
        @Nullable SocketAddress target,
        String backend,
        boolean asynchronous,
        @Nullable Instant begin,
        @Nullable Instant lookedUp) {
    /**
     * Describes a connection whose calls wait, without times.
     *
     * @param local the address of this side; null if the transport does not know it
     * @param remote the address of the peer; null if the transport does not know it
     * @param accepted whether the peer connected to this side; otherwise this side connected
     * @param target what this side asked to connect to: an unresolved address if it gave a host; null if accepted
     * @param backend the {@code toString} of the backend that is recorded
     */
    public ConnectionInfo(
            @Nullable SocketAddress local,
            @Nullable SocketAddress remote,
            boolean accepted,
            @Nullable SocketAddress target,
            String backend) {
        this(local, remote, accepted, target, backend, false, null, null);
    }
}
