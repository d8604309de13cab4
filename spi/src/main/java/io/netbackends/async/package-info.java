// SPDX-License-Identifier: Apache-2.0
/**
 * The asynchronous half: the same backends, streams and deadlines, with futures.
 *
 * <pre>{@code
 * AsyncNetworkBackendInterface net = new AsyncNetworkBackend();
 * CompletableFuture<byte[]> answer = Timeout.within(Duration.ofSeconds(10), overall ->
 *         net.connect("localhost", 8080).thenCompose(opened -> opened.use(stream ->
 *                 stream.write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII)).thenCompose(sent -> stream.readAll(1 << 20)))));
 * }</pre>
 *
 * <p>All calls follow these rules:
 *
 * <ul>
 *   <li>A call never throws: every failure, including a bad argument, completes its future exceptionally. The future of the
 *       call itself holds the exception; a derived future wraps it in a {@link java.util.concurrent.CompletionException}.
 *   <li>The deadlines that are active when a call is made bound it until its future is complete, even after their scopes
 *       have ended. A function passed to its future, or to a derived one, runs under the deadlines that are active when it
 *       is passed. Futures of other libraries do not carry deadlines: {@link io.netbackends.Timeout#propagate(
 *       java.util.concurrent.CompletionStage)} converts them to ones that do.
 *   <li>Cancelling a future, or one derived from it, ends the call that it waits for. If {@code cancel} of a read returns
 *       true, the read has taken no byte and never will.
 *   <li>Functions run on the backend's own thread, unless the call completed immediately: they must not block. {@code join}
 *       and {@code get} of an incomplete future fail there; {@code thenComposeAsync} moves to another thread and keeps the
 *       deadlines.
 *   <li>The interrupt flag is neither read nor changed.
 * </ul>
 */
@NullMarked
package io.netbackends.async;

import org.jspecify.annotations.NullMarked;
