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

/** A stream for coroutines: calls suspend, and a cancelled coroutine cancels the call that it waits for. */
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
                // Also closes a connection that was opened while the coroutine was being cancelled.
                if (connecting.isDone && !connecting.isCompletedExceptionally) {
                    withContext(NonCancellable) { connecting.join().close().await() }
                }
            }
        }
    }

    /**
     * Reads the available bytes, at least one; empty at the end. A cancelled coroutine may drop the result of a completed
     * future, so the future is saved for the next read.
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
 * Makes calls under a deadline. `Timeout.after` applies to a thread, and does not follow a coroutine that resumes on another
 * one. A function that makes the calls first, and suspends only afterwards, avoids this.
 */
suspend fun <T : Any> within(duration: Duration, calls: () -> CompletionStage<T>): T =
    Timeout.within(duration) { calls() }.await()
