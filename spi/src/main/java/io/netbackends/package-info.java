// SPDX-License-Identifier: Apache-2.0
/**
 * Opens and uses network streams over any transport.
 *
 * <p>Start with {@link io.netbackends.NetworkBackend}, the default backend, and {@link io.netbackends.Timeout}, which
 * bounds everything that a thread does inside a block:
 *
 * <pre>{@code
 * NetworkBackendInterface net = new NetworkBackend();
 * try (Timeout timeout = Timeout.after(Duration.ofSeconds(10));
 *         NetworkStreamInterface stream = net.connect("localhost", 8080)) {
 *     stream.write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
 *     byte[] start = stream.read();
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.netbackends.NetworkBackendInterface} opens streams, {@link io.netbackends.NetworkStreamInterface} is
 *       one, {@link io.netbackends.NetworkListenerInterface} accepts them.
 *   <li>A backend's jar provides a {@link io.netbackends.NetworkBackendProvider}.
 *   <li>{@link io.netbackends.ForwardingNetworkBackend} and {@link io.netbackends.ForwardingNetworkStream} are for
 *       decorators, {@code io.netbackends.support} is for new transports.
 * </ul>
 *
 * <p>For all types: null is rejected with a {@link NullPointerException} unless marked nullable; times are measured by a
 * monotonic clock; an error names the peer as host and port, or as a path.
 */
@NullMarked
package io.netbackends;

import org.jspecify.annotations.NullMarked;
