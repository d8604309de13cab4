// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Accepts TCP or UNIX-domain connections, with plain blocking channels of the JDK and a thread for each connection. */
final class ChannelServer implements LocalServer {
    private static final int BACKLOG = 1000;

    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final ChannelPeer peer;

    private ChannelServer(ServerSocketChannel server, ChannelPeer peer) throws IOException {
        this.server = server;
        this.address = server.getLocalAddress();
        this.peer = peer;
        start(this::acceptAll);
    }

    static ChannelServer tcp(ChannelPeer peer) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        return new ChannelServer(server, peer);
    }

    static ChannelServer unix(ChannelPeer peer) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path directory = Files.createTempDirectory("nb");
        server.bind(UnixDomainSocketAddress.of(directory.resolve("s")), BACKLOG);
        return new ChannelServer(server, peer);
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
            Files.deleteIfExists(unix.getPath().getParent());
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                start(() -> serve(channel));
            }
        } catch (IOException e) {
            // closed: the benchmark has ended
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            peer.serve(channel);
        } catch (IOException e) {
            // the client has closed
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "server");
        thread.setDaemon(true);
        thread.start();
    }
}
