// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A minimal TCP backend that is correct except for one chosen leak of descriptors. */
final class LeakyTcpBackend implements NetworkBackendInterface {
    private static final long ATTEMPT_MILLIS = 50;

    /** Leaked descriptors, referenced so that the garbage collector does not close them. */
    private static final Queue<Closeable> FORGOTTEN = new ConcurrentLinkedQueue<>();

    private final HostResolver resolver;
    private final Leak leak;

    /** The place where descriptors are left open. */
    enum Leak {
        NOWHERE,
        LOST_RACES,
        FAILED_CONNECTS,
        FAILED_HANDSHAKES
    }

    LeakyTcpBackend(HostResolver resolver, Leak leak) {
        this.resolver = resolver;
        this.leak = leak;
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        List<SocketChannel> pending = new ArrayList<>();
        try {
            for (InetAddress address : resolver.resolve(host)) {
                SocketChannel channel = SocketChannel.open();
                if (isConnected(channel, new InetSocketAddress(address, port))) {
                    channel.configureBlocking(true);
                    return stream(new SocketTransport(channel.socket()));
                }
                pending.add(channel);
            }
            Timeout.check("connect");
            throw new ConnectException("no address of " + host + " could be connected to");
        } finally {
            for (SocketChannel channel : pending) {
                release(channel, Leak.LOST_RACES);
            }
        }
    }

    private boolean isConnected(SocketChannel channel, InetSocketAddress address) throws IOException {
        // A channel whose connect failed is closed by the JDK; a selector is not.
        Selector selector = Selector.open();
        Leak place = Leak.FAILED_CONNECTS;
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(address);
            channel.register(selector, SelectionKey.OP_CONNECT);
            long millis = TimeUnit.NANOSECONDS.toMillis(Timeout.remainingNanos()) + 1;
            connected = connected || (selector.select(Math.min(millis, ATTEMPT_MILLIS)) > 0 && channel.finishConnect());
            place = Leak.NOWHERE;
            return connected;
        } finally {
            release(selector, place);
        }
    }

    private NetworkStreamInterface stream(SocketTransport transport) {
        return new ForwardingNetworkStream(new NetworkStream(transport, "leaky")) {
            @Override
            public void startTls(SSLEngine engine) throws IOException {
                transport.inHandshake = true;
                super.startTls(engine);
                transport.inHandshake = false;
            }
        };
    }

    private void release(Closeable channel, Leak place) throws IOException {
        if (leak == place && leak != Leak.NOWHERE) {
            FORGOTTEN.add(channel);
        } else {
            channel.close();
        }
    }

    private final class SocketTransport implements Transport {
        private final Socket socket;
        private volatile boolean inHandshake;

        SocketTransport(Socket socket) {
            this.socket = socket;
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            long left = Timeout.remainingNanos();
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left) + 1));
            byte[] data = new byte[dst.remaining()];
            try {
                int n = socket.getInputStream().read(data);
                dst.put(data, 0, Math.max(0, n));
                return n;
            } catch (NetworkTimeoutException e) {
                throw e;
            } catch (SocketTimeoutException e) {
                Timeout.check("read");
                throw e;
            }
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            byte[] data = new byte[src.remaining()];
            src.get(data);
            socket.getOutputStream().write(data);
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public @Nullable Object getExtraInfo(String key) {
            return null;
        }

        @Override
        public void close() throws IOException {
            release(socket, inHandshake ? Leak.FAILED_HANDSHAKES : Leak.NOWHERE);
        }
    }
}
