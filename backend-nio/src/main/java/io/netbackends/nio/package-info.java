// SPDX-License-Identifier: Apache-2.0
/**
 * Network streams over {@link java.nio.channels.SocketChannel}: the backend {@code nio}.
 *
 * <p>{@link io.netbackends.nio.NioBackend} is for use without discovery, with socket options, a local address or a custom
 * resolver. Applications need no other class.
 */
@NullMarked
package io.netbackends.nio;

import org.jspecify.annotations.NullMarked;
