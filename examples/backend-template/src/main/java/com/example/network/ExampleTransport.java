package com.example.network;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A connected TCP channel. A selector for each direction waits until the deadline passes, or until another thread closes it. */
final class ExampleTransport implements Transport {
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final String peer;
    private final SocketAddress local;
    private final SocketAddress remote;

    /** Takes over a connected, non-blocking channel; messages name the peer. */
    ExampleTransport(SocketChannel channel, String peer) throws IOException {
        this.channel = channel;
        this.peer = peer;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        try {
            int count = channel.read(dst);
            while (count == 0) {
                await(readable, "read from " + peer);
                count = channel.read(dst);
            }
            return count;
        } catch (ClosedChannelException e) {
            throw new NetworkStreamClosedException("read from " + peer, e);
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        try {
            while (src.hasRemaining()) {
                if (channel.write(src) == 0) {
                    await(writable, "write to " + peer);
                }
            }
        } catch (ClosedChannelException e) {
            throw new NetworkStreamClosedException("write to " + peer, e);
        }
    }

    /** Waits until the selector finds the channel ready; may return early. */
    static void await(Selector selector, String operation) throws IOException {
        NetworkFailures.checkInterrupt(operation);
        Timeout.check(operation);
        long nanos = Timeout.remainingNanos();
        try {
            selector.select(nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw new ClosedChannelException();
        }
        NetworkFailures.checkInterrupt(operation);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public Object getExtraInfo(String key) {
        return switch (key) {
            case "client_addr" -> local;
            case "server_addr" -> remote;
            default -> null;
        };
    }

    /** Closes the selectors too, since a channel releases its descriptor only when it belongs to no selector. */
    @Override
    public void close() throws IOException {
        try (readable;
                writable) {
            channel.close();
        }
    }

    /** Resets the connection, so that the peer cannot mistake truncated data for complete data. */
    @Override
    public void abort() throws IOException {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // closed, or reset by the peer
        }
        close();
    }
}
