// SPDX-License-Identifier: Apache-2.0
/**
 * Network streams over {@link java.net.Socket}: the backend {@code socket}, the default one, and the one to copy for a new
 * one.
 *
 * <p>{@link io.netbackends.socket.SocketBackend} is for use without discovery, with socket options, a local address or a
 * custom resolver. Applications need no other class.
 *
 * <p>How deadlines are enforced: connecting and reading by the socket's own timeouts, set anew for each call; writing, for
 * which a socket has no timeout, by a watchdog that closes the socket. Look-ups are bounded by the resolver.
 */
@NullMarked
package io.netbackends.socket;

import org.jspecify.annotations.NullMarked;
