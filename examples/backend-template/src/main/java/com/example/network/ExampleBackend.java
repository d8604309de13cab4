package com.example.network;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Connects over TCP. */
public final class ExampleBackend implements NetworkBackendInterface {
    private final HostResolver resolver;

    /** Creates a backend that looks up hosts with a resolver. */
    public ExampleBackend(HostResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port));
    }

    /** Looks up the host and races its addresses, each in an {@link Attempt}. */
    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        SocketChannel channel = HappyEyeballs.connect(request, resolver, Attempt::new);
        String peer = HostAndPort.of(request).toString();
        return new NetworkStream(new ExampleTransport(channel, peer), peer);
    }

    @Override
    public String toString() {
        return "<ExampleBackend>";
    }

    /** One attempt to connect to one address. */
    private static final class Attempt implements HappyEyeballs.Attempt<SocketChannel> {
        private final InetSocketAddress address;
        private final SocketChannel channel = SocketChannel.open();
        private final Selector selector = Selector.open();

        Attempt(InetSocketAddress address) throws IOException {
            this.address = address;
        }

        @Override
        public SocketChannel connect() throws IOException {
            Timeout.check("connect to " + HostAndPort.of(address));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_CONNECT);
            boolean connected = channel.connect(address);
            while (!connected) {
                ExampleTransport.await(selector, "connect to " + HostAndPort.of(address));
                connected = channel.finishConnect();
            }
            selector.close(); // the channel remains open without it
            return channel;
        }

        @Override
        public void close() throws IOException {
            try (selector) {
                channel.close();
            }
        }
    }
}
