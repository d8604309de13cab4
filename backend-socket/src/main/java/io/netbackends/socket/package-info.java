// SPDX-License-Identifier: Apache-2.0
/**
 * Network streams over {@link java.net.Socket}: the backend {@code socket}, the default one, and a model for new backends.
 *
 * <p>{@link io.netbackends.socket.SocketBackend} is for use without discovery, with socket options, a local address or a
 * custom resolver. Applications need no other class.
 *
 * <p>Deadlines are enforced in different ways: the socket's own timeouts bound connects and reads, a watchdog that closes
 * the socket bounds writes (a socket has no timeout for them), and the resolver bounds lookups.
 */
@NullMarked
package io.netbackends.socket;

import org.jspecify.annotations.NullMarked;
