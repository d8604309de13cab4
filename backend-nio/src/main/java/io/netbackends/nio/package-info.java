// SPDX-License-Identifier: Apache-2.0
/**
 * Network streams over {@link java.nio.channels.SocketChannel}: the backend {@code nio}.
 *
 * <p>{@link io.netbackends.nio.NioBackend} is for use without discovery, with socket options, a local address or a resolver of
 * one's own. Everything else is behind it.
 */
@NullMarked
package io.netbackends.nio;

import org.jspecify.annotations.NullMarked;
