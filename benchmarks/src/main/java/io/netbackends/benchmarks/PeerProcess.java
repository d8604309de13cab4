// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A {@link LocalServer} in a separate process. */
record PeerProcess(ServerProcess process, SocketAddress address) implements LocalServer {
    /** Blocking sockets of the JDK; echo only. */
    static final String SOCKETS = "sockets";

    /** Blocking channels of the JDK over TCP. */
    static final String TCP = "tcp";

    /** The same over UNIX-domain sockets. */
    static final String UNIX = "unix";

    /** Starts a server in a separate process, or in this one if {@link ServerProcess#isWanted} is false. */
    static LocalServer start(String way, ChannelPeer peer) throws IOException {
        if (!ServerProcess.isWanted()) {
            return inside(way, peer);
        }
        ServerProcess process = ServerProcess.start(
                PeerProcess.class, List.of(), way, peer.kind().name(), Integer.toString(peer.size()));
        return new PeerProcess(
                process, way.equals(UNIX) ? UnixDomainSocketAddress.of(process.printed()) : process.address());
    }

    /** The arguments are the transport, the kind of peer and its size. */
    public static void main(String... args) throws IOException {
        LocalServer server =
                inside(args[0], new ChannelPeer(ChannelPeer.Kind.valueOf(args[1]), Integer.parseInt(args[2])));
        SocketAddress address = server.address();
        System.out.println(address instanceof InetSocketAddress inet ? Integer.toString(inet.getPort()) : address);
        while (System.in.read() >= 0) {} // ends with the process that started it
        server.close();
        Runtime.getRuntime().halt(0);
    }

    private static LocalServer inside(String way, ChannelPeer peer) throws IOException {
        return switch (way) {
            case SOCKETS -> new EchoServer(peer.size());
            case TCP -> ChannelServer.tcp(peer);
            default -> ChannelServer.unix(peer);
        };
    }

    @Override
    public void close() throws IOException {
        process.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Path path = unix.getPath();
            Files.deleteIfExists(path);
            Files.deleteIfExists(Objects.requireNonNull(path.getParent()));
        }
    }
}
