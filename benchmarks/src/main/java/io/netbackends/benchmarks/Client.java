// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection to an {@link EchoServer}: sends a message and reads the answer. */
interface Client extends Closeable {
    /** Never passes, but has to be looked after. */
    Duration DEADLINE = Duration.ofSeconds(10);

    void exchange() throws IOException;

    /** Connects in the way that a parameter of the benchmark names. */
    static Client connect(String kind, InetSocketAddress server, int size) throws IOException {
        return switch (kind) {
            case "rawSocket" -> socket(server, size, 0);
            case "rawSocketSoTimeout" -> socket(server, size, (int) DEADLINE.toMillis());
            case "rawChannel" -> channel(server, size);
            case "socket" -> stream(new SocketBackend(), server, size);
            case "nio" -> stream(new NioBackend(), server, size);
            case "socketDeadline" -> bounded(stream(new SocketBackend(), server, size));
            case "nioDeadline" -> bounded(stream(new NioBackend(), server, size));
            default ->
                throw new IllegalArgumentException("client (" + kind + ") must be one of those in Client.connect");
        };
    }

    private static Client socket(InetSocketAddress server, int size, int soTimeout) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(soTimeout);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] message = new byte[size];
        return client(socket, () -> {
            out.write(message);
            if (in.readNBytes(message, 0, size) < size) {
                throw new EOFException();
            }
        });
    }

    private static Client channel(InetSocketAddress server, int size) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer message = ByteBuffer.allocateDirect(size);
        return client(channel, () -> {
            message.clear();
            while (message.hasRemaining()) {
                channel.write(message);
            }
            message.clear();
            while (message.hasRemaining()) {
                if (channel.read(message) < 0) {
                    throw new EOFException();
                }
            }
        });
    }

    private static Client stream(NetworkBackendInterface backend, InetSocketAddress server, int size)
            throws IOException {
        NetworkStreamInterface stream = backend.connect(server);
        ByteBuffer message =
                backend instanceof NioBackend ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        return client(stream, () -> {
            stream.write(message.clear());
            message.clear();
            while (message.hasRemaining()) {
                if (stream.read(message) < 0) {
                    throw new EOFException();
                }
            }
        });
    }

    /** A deadline for each exchange: what opening one costs is part of it. */
    private static Client bounded(Client client) {
        return client(client, () -> {
            try (Timeout timeout = Timeout.after(DEADLINE)) {
                client.exchange();
            }
        });
    }

    private static Client client(Closeable connection, Exchange exchange) {
        return new Client() {
            @Override
            public void exchange() throws IOException {
                exchange.run();
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    /** What a client does. */
    interface Exchange {
        void run() throws IOException;
    }
}
