// SPDX-License-Identifier: Apache-2.0
/**
 * The asynchronous half: the same backends, streams and deadlines, for callers that do not wait.
 *
 * <pre>{@code
 * AsyncNetworkBackendInterface net = new AsyncNetworkBackend();
 * CompletableFuture<byte[]> answer = Timeout.within(Duration.ofSeconds(10), overall ->
 *         net.connect("localhost", 8080).thenCompose(opened -> opened.use(stream ->
 *                 stream.write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII)).thenCompose(sent -> stream.readAll(1 << 20)))));
 * }</pre>
 *
 * <p>What all of its calls have in common:
 *
 * <ul>
 *   <li>A call never throws: whatever goes wrong, bad arguments included, is a failure of its future. The future of the call
 *       itself holds the exception; one derived from it, a {@link java.util.concurrent.CompletionException} around it.
 *   <li>A call obeys the deadlines that are active where it is made until its future is complete, also when their blocks have
 *       ended. A function passed to its future, or to one derived from that, runs under the deadlines that are active where it is
 *       passed. Futures of other origin know no deadlines: {@link io.netbackends.Timeout#propagate(
 *       java.util.concurrent.CompletionStage)} makes a future of them that does.
 *   <li>To cancel a future, or one derived from it, ends the call that it waits for. If {@code cancel} of a read returns
 *       true, the read has taken no byte and never will.
 *   <li>Functions run on the backend's own thread, unless the call was complete at once: they must not wait for anything. {@code
 *       join} and {@code get} of an incomplete future fail there; {@code thenComposeAsync} moves to another thread, and the
 *       deadlines go along.
 *   <li>The interrupt flag is neither looked at nor changed.
 * </ul>
 */
@NullMarked
package io.netbackends.async;

import org.jspecify.annotations.NullMarked;
