// SPDX-License-Identifier: Apache-2.0
/**
 * Network streams within one JVM, in memory, for tests: the backend {@code memory}. Deadlines, interrupts, half-close, resets,
 * full buffers and TLS are those of a real connection; ports and descriptors are not needed.
 *
 * <pre>{@code
 * MemoryBackend net = new MemoryBackend();
 * try (NetworkServer server = NetworkServer.serve(net.listen("api.test", 80), stream -> stream.write(stream.read()));
 *         NetworkStreamInterface stream = net.connect("api.test", 80)) {
 *     stream.write("hello".getBytes());
 *     stream.read();
 * }
 * }</pre>
 *
 * <p>{@link io.netbackends.memory.MemoryBackend} is a separate network, {@link io.netbackends.memory.MemoryBackend#async()}
 * its asynchronous half; {@link io.netbackends.memory.MemoryBackend#pair()} makes two connected streams without one. {@link
 * io.netbackends.memory.MemorySocket#of} gives the raw end of a stream: to play the peer byte by byte, or to reset it.
 */
@NullMarked
package io.netbackends.memory;

import org.jspecify.annotations.NullMarked;
