// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples.kotlin

import io.netbackends.NetworkTimeoutException
import io.netbackends.async.AsyncForwardingNetworkBackend
import io.netbackends.async.AsyncNetworkBackend
import io.netbackends.async.AsyncNetworkStreamInterface
import io.netbackends.testsupport.PlainServer
import java.net.Socket
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Semaphore
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class CoroutineExamplesTest {
    private val net = AsyncNetworkBackend.named("nio")

    @Test
    fun `a stream is used and closed`() {
        PlainServer.listening().serve(PlainServer.echo()).use { peer ->
            val answer = runBlocking(Dispatchers.Default) {
                CoroutineStream.use(net, "localhost", peer.port()) { stream ->
                    stream.write("hello".toByteArray())
                    String(stream.read())
                }
            }
            assertThat(answer).isEqualTo("hello")
        }
    }

    @Test
    fun `cancelling the coroutine ends the connect`() {
        var call: CompletableFuture<AsyncNetworkStreamInterface>? = null
        val watched = object : AsyncForwardingNetworkBackend(net) {
            override fun connect(host: String, port: Int) = super.connect(host, port).also { call = it }
        }
        PlainServer.blackhole().use { peer ->
            runBlocking {
                val connecting = launch(start = CoroutineStart.UNDISPATCHED) {
                    CoroutineStream.use(watched, "127.0.0.1", peer.port()) {}
                }
                connecting.cancelAndJoin()
            }
        }
        assertThat(call!!).isCancelled()
    }

    @Test
    fun `a timeout of coroutines ends the read and the bytes stay for the next one`() {
        val late = Semaphore(0)
        val script = PlainServer.Script { socket: Socket ->
            late.acquireUninterruptibly()
            socket.getOutputStream().write("late".toByteArray())
        }
        PlainServer.listening().serve(script).use { peer ->
            val answer = runBlocking(Dispatchers.Default) {
                CoroutineStream.use(net, "localhost", peer.port()) { stream ->
                    try {
                        withTimeout(50) { String(stream.read()) }
                    } catch (e: TimeoutCancellationException) {
                        late.release()
                        String(stream.read())
                    }
                }
            }
            assertThat(answer).isEqualTo("late")
        }
    }

    @Test
    fun `a deadline of this library bounds the calls of a function`() {
        PlainServer.listening().serve(PlainServer.silent()).use { peer ->
            val answer = runCatching {
                runBlocking(Dispatchers.Default) {
                    within(Duration.ofMillis(50)) {
                        net.connect("localhost", peer.port()).thenCompose { opened ->
                            opened.use { stream -> stream.read() }
                        }
                    }
                }
            }
            assertThat(answer.exceptionOrNull()).isInstanceOf(NetworkTimeoutException::class.java)
        }
    }

    @Test
    fun `coroutines that are cancelled lose no byte`() {
        val pieces = 300
        val asked = Semaphore(0)
        val script = PlainServer.Script { socket: Socket ->
            repeat(pieces) {
                asked.acquireUninterruptibly()
                socket.getOutputStream().write("$it\n".toByteArray())
            }
        }
        PlainServer.listening().serve(script).use { peer ->
            val received = StringBuffer()
            runBlocking(Dispatchers.Default) {
                CoroutineStream.use(net, "localhost", peer.port()) { stream ->
                    repeat(pieces) {
                        val reading = async(start = CoroutineStart.UNDISPATCHED) {
                            received.append(String(stream.read()))
                        }
                        asked.release()
                        reading.cancelAndJoin()
                    }
                    var bytes = stream.read()
                    while (bytes.isNotEmpty()) {
                        received.append(String(bytes))
                        bytes = stream.read()
                    }
                }
            }
            assertThat(received.lines().dropLast(1)).isEqualTo(List(pieces) { it.toString() })
        }
    }
}
