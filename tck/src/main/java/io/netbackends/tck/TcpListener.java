// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A {@link TckListener} over a plain server socket. */
final class TcpListener implements TckListener {
    private static final int ACCEPT_MILLIS = 10_000;
    // Small, so that filling a connection is cheap; accepted sockets inherit it.
    private static final int RECEIVE_BUFFER = 16 * 1024;
    // Systems round the requested backlog up; none so far beyond this.
    private static final int MOST_PENDING = 64;
    // On loopback, a connect takes microseconds or does not succeed at all.
    private static final int PENDING_MILLIS = 200;

    private final ServerSocket server;
    private final List<SocketChannel> pending = new ArrayList<>();

    private TcpListener(ServerSocket server) {
        this.server = server;
    }

    static TcpListener onLoopback() throws IOException {
        return on(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), 0);
    }

    static TcpListener on(InetAddress address, int port) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReceiveBufferSize(RECEIVE_BUFFER);
            server.bind(new InetSocketAddress(address, port), 1);
            server.setSoTimeout(ACCEPT_MILLIS);
            return new TcpListener(server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Returns an address that has no listener for the duration of the case: a socket that does not listen is bound to it.
     * The port of a closed listener might be taken by another process.
     */
    static InetSocketAddress unusedPort(InetAddress address, CaseContext kit) throws IOException {
        Socket bound = kit.closing(new Socket());
        bound.bind(new InetSocketAddress(address, 0));
        return (InetSocketAddress) bound.getLocalSocketAddress();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    @Override
    public FarEnd accept() throws IOException {
        return FarEnd.of(acceptSocket());
    }

    private Socket acceptSocket() throws IOException {
        try {
            return server.accept();
        } catch (SocketTimeoutException e) {
            throw new SocketException("no connection to " + address() + " within " + ACCEPT_MILLIS + " ms");
        }
    }

    @Override
    public void fillBacklog() throws IOException {
        for (int i = 0; i < MOST_PENDING; i++) {
            SocketChannel channel = SocketChannel.open();
            pending.add(channel);
            if (!connects(channel)) {
                return;
            }
        }
        throw new IOException(
                "listener at " + address() + " let " + MOST_PENDING + " connects succeed without accepting");
    }

    private boolean connects(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        if (channel.connect(address())) {
            return true;
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            return selector.select(PENDING_MILLIS) > 0 && channel.finishConnect();
        }
    }

    @Override
    public void drainBacklog() throws IOException {
        pending.remove(pending.size() - 1).close(); // it is not in the queue, and must not enter it when there is room
        for (int i = 0; i < pending.size(); i++) {
            acceptSocket().close();
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
        try (server) {
            closePending();
        }
    }
}
