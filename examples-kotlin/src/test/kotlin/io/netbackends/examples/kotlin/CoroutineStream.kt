// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples.kotlin

import io.netbackends.Timeout
import io.netbackends.async.AsyncNetworkBackendInterface
import io.netbackends.async.AsyncNetworkStreamInterface
import java.nio.ByteBuffer
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withContext

/** A stream for coroutines: calls suspend, and to cancel the coroutine ends the call that it waits for. */
class CoroutineStream private constructor(private val stream: AsyncNetworkStreamInterface) {
    private var reading: CompletableFuture<ByteArray>? = null

    companion object {
        /** Connects, and closes the stream when the body ends, fails or is cancelled. */
        suspend fun <T> use(
            net: AsyncNetworkBackendInterface,
            host: String,
            port: Int,
            body: suspend (CoroutineStream) -> T,
        ): T {
            val connecting = net.connect(host, port)
            try {
                return body(CoroutineStream(connecting.await()))
            } finally {
                // A connection that is made at the moment of a cancel is not the coroutine's any more: it is closed here, too.
                if (connecting.isDone && !connecting.isCompletedExceptionally) {
                    withContext(NonCancellable) { connecting.join().close().await() }
                }
            }
        }
    }

    /**
     * Reads what is there; empty at the end. A coroutine that is cancelled drops what its future brings at that moment, so the future
     * is kept: the next read gets it.
     */
    suspend fun read(): ByteArray {
        val pending = reading?.takeUnless { it.isCompletedExceptionally } ?: stream.read()
        reading = pending
        val bytes = pending.await()
        reading = null
        return bytes
    }

    suspend fun write(bytes: ByteArray) {
        stream.write(ByteBuffer.wrap(bytes)).await()
    }
}

/**
 * Makes calls under a deadline. `Timeout.after` does not go with a coroutine that is resumed on another thread; a function that
 * makes the calls, and suspends only afterwards, needs no thread to stay the same.
 */
suspend fun <T : Any> within(duration: Duration, calls: () -> CompletionStage<T>): T =
    Timeout.within(duration) { calls() }.await()
