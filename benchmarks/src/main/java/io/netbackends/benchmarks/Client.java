// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.javanet.NetworkSocketFactory;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;

/** A connection to a server on this machine that carries messages of one size. Used by one thread at a time. */
interface Client extends Closeable {
    /** Never passes, but must be checked. */
    Duration DEADLINE = Duration.ofSeconds(10);

    /** The suffix of kinds whose exchanges have a deadline of this project. */
    String BOUNDED = "Deadline";

    /** Sends a message. */
    void send() throws IOException;

    /** Receives a complete message. */
    void receive() throws IOException;

    /** Sends a message and receives the response. */
    default void exchange() throws IOException {
        send();
        receive();
    }

    /**
     * Connects with the kind of client named by a benchmark parameter.
     *
     * @param server an {@link java.net.InetSocketAddress}, or for kinds that {@link #isUnix} a {@link
     *     java.net.UnixDomainSocketAddress}
     * @param size of a message, in bytes
     */
    static Client connect(String kind, SocketAddress server, int size) throws IOException {
        return switch (kind) {
            case "rawSocket" -> SocketClient.connect(server, size, 0);
            case "rawSocketSoTimeout" -> SocketClient.connect(server, size, (int) DEADLINE.toMillis());
            case "rawChannel", "rawUnixChannel" -> ChannelClient.connect(server, size);
            case "rawUnixSelector" -> SelectorClient.connect(server, size);
            case "okio" -> OkioClient.connect(server, size);
            case "netty" -> NettyClient.connect(server, size);
            case "junixsocket" -> SocketClient.connectJunixsocket(server, size, 0);
            case "junixsocketSoTimeout" -> SocketClient.connectJunixsocket(server, size, (int) DEADLINE.toMillis());
            case "networkSocket", "networkSocketSoTimeout" ->
                SocketClient.over(new NetworkSocketFactory(new SocketBackend()), server, size, soTimeout(kind));
            case "networkSocketNio", "networkSocketNioSoTimeout" ->
                SocketClient.over(new NetworkSocketFactory(new NioBackend()), server, size, soTimeout(kind));
            case "nioHeap" -> StreamClient.onHeap(new NioBackend().connect(server), size);
            case "socket" -> StreamClient.onHeap(new SocketBackend().connect(server), size);
            case "nio" -> StreamClient.direct(new NioBackend().connect(server), size);
            case "unixsocket" ->
                StreamClient.direct(UnixSocketBackend.builder().build().connect(server), size);
            case "socketDeadline", "nioDeadline", "unixsocketDeadline" ->
                new BoundedClient(connect(withoutDeadline(kind), server, size));
            default ->
                throw new IllegalArgumentException("client (" + kind + ") must be one of those in Client.connect");
        };
    }

    private static int soTimeout(String kind) {
        return kind.endsWith("SoTimeout") ? (int) DEADLINE.toMillis() : 0;
    }

    /** {@return whether a kind connects to a UNIX-domain socket} */
    static boolean isUnix(String kind) {
        return kind.toLowerCase(Locale.ROOT).contains("unix");
    }

    /** {@return whether a kind has a deadline of this project} */
    static boolean isBounded(String kind) {
        return kind.endsWith(BOUNDED);
    }

    /** {@return the same kind without the deadline that {@link #connect} would give each exchange} */
    static String withoutDeadline(String kind) {
        return isBounded(kind) ? kind.substring(0, kind.length() - BOUNDED.length()) : kind;
    }
}
