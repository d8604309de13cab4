// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.benchmarks.VirtualThreads;
import io.netbackends.nio.NioBackend;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Connections to an echo server that exchange messages concurrently. Used by one thread at a time. */
interface PingPong extends Closeable {
    /** The size of a message in bytes. */
    int SIZE = 64;

    /** Never passes, but must be checked. */
    Duration DEADLINE = Duration.ofSeconds(30);

    /**
     * Sends a message and receives the response, a number of times on each connection.
     *
     * @param times the number of exchanges, one after the other
     */
    void exchange(int times) throws IOException;

    /** Connects with the kind of client named by a benchmark parameter. */
    static PingPong connect(String kind, InetSocketAddress server, int count) throws IOException {
        return switch (kind) {
            case "rawLoop" -> new RawLoopPingPong(server, count);
            case "netty" -> new NettyPingPong(server, count);
            case "asyncChannel" -> new AsyncChannelPingPong(server, count, 0);
            case "asyncChannelTimeout" -> new AsyncChannelPingPong(server, count, DEADLINE.toMillis());
            case "async" -> new StreamPingPong(AsyncNetworkBackend.named("nio"), server, count, false);
            case "asyncDeadline" -> new StreamPingPong(AsyncNetworkBackend.named("nio"), server, count, true);
            case "asyncReadEach" -> new ReadEachPingPong(AsyncNetworkBackend.named("nio"), server, count);
            case "asyncThreads" ->
                new StreamPingPong(AsyncNetworkBackend.overThreads(new NioBackend()), server, count, false);
            case "nio" -> new BlockingPingPong(Executors.newCachedThreadPool(), server, count, false);
            case "nioDeadline" -> new BlockingPingPong(Executors.newCachedThreadPool(), server, count, true);
            case "nioVirtual" -> new BlockingPingPong(VirtualThreads.executor(), server, count, false);
            case "nioVirtualDeadline" -> new BlockingPingPong(VirtualThreads.executor(), server, count, true);
            default ->
                throw new IllegalArgumentException("client (" + kind + ") must be one of those in PingPong.connect");
        };
    }
}
