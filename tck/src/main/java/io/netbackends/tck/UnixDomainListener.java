// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link TckListener} over a plain channel that listens on a path. */
final class UnixDomainListener implements TckListener {
    private static final int ACCEPT_MILLIS = 10_000;
    // Systems accept some more connections than requested; none so far beyond this.
    private static final int MOST_PENDING = 64;

    private final Path path;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final List<SocketChannel> pending = new ArrayList<>();

    private UnixDomainListener(Path path, ServerSocketChannel server, Selector selector) {
        this.path = path;
        this.server = server;
        this.selector = selector;
    }

    static UnixDomainListener on(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            server.configureBlocking(false);
            Selector selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            return new UnixDomainListener(path, server, selector);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public SocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public FarEnd accept() throws IOException {
        return new ChannelFarEnd(acceptChannel());
    }

    private SocketChannel acceptChannel() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            selector.select(key -> {}, ACCEPT_MILLIS);
            channel = server.accept();
        }
        if (channel == null) {
            throw new SocketException("no connection to " + path + " within " + ACCEPT_MILLIS + " ms");
        }
        return channel;
    }

    @Override
    public void fillBacklog() throws IOException {
        for (int i = 0; i < MOST_PENDING; i++) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            pending.add(channel);
            channel.configureBlocking(false); // without room, it fails immediately
            try {
                channel.connect(address());
            } catch (SocketException e) {
                pending.remove(channel);
                channel.close();
                return;
            }
        }
        throw new IOException("listener at " + path + " let " + MOST_PENDING + " connects succeed without accepting");
    }

    @Override
    public void drainBacklog() throws IOException {
        for (int i = 0; i < pending.size(); i++) {
            acceptChannel().close();
        }
        closePending();
    }

    private void closePending() throws IOException {
        for (SocketChannel channel : pending) {
            channel.close();
        }
        pending.clear();
    }

    @Override
    public void close() throws IOException {
        try (selector;
                server) {
            Files.deleteIfExists(path);
            closePending();
        }
    }
}
