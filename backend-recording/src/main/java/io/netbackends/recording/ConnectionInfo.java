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
 * @param target the target requested by this side: an unresolved address if it gave a host; null if accepted
 * @param backend the {@code toString} of the recorded backend
 * @param asynchronous whether the calls on the stream are asynchronous. If so, the recorder must not block: many streams
 *     share the thread that calls it
 * @param begin when the connect began; null if the connection was accepted, or if unknown
 * @param lookedUp when the lookup of the host ended; null if there was none, or if unknown
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
     * Describes a connection with blocking calls, without times.
     *
     * @param local the address of this side; null if the transport does not know it
     * @param remote the address of the peer; null if the transport does not know it
     * @param accepted whether the peer connected to this side; otherwise this side connected
     * @param target the target requested by this side: an unresolved address if it gave a host; null if accepted
     * @param backend the {@code toString} of the recorded backend
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
