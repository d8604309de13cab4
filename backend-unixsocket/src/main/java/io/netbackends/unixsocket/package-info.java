// SPDX-License-Identifier: Apache-2.0
/**
 * Network streams over UNIX-domain sockets: the backend {@code unixsocket}.
 *
 * <p>{@link io.netbackends.unixsocket.UnixSocketBackend} is for use without discovery, with a path, or a table of paths, in
 * place of hosts and ports. Applications need no other class.
 */
@NullMarked
package io.netbackends.unixsocket;

import org.jspecify.annotations.NullMarked;
