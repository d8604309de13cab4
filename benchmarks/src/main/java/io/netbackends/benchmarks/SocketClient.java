// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import javax.net.SocketFactory;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** A client over a socket: the JDK's, this project's, or junixsocket's. */
final class SocketClient implements Client {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] message;

    private SocketClient(Socket socket, int size, int soTimeout) throws IOException {
        socket.setSoTimeout(soTimeout);
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.message = new byte[size];
    }

    /** Connects, with {@code soTimeout} in milliseconds for each read; zero for no timeout. */
    static SocketClient connect(SocketAddress server, int size, int soTimeout) throws IOException {
        return over(SocketFactory.getDefault(), server, size, soTimeout);
    }

    /** As {@link #connect}, with a factory. */
    static SocketClient over(SocketFactory factory, SocketAddress server, int size, int soTimeout) throws IOException {
        InetSocketAddress address = (InetSocketAddress) server;
        Socket socket = factory.createSocket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        return new SocketClient(socket, size, soTimeout);
    }

    /** As {@link #connect}, with junixsocket. */
    static SocketClient connectJunixsocket(SocketAddress server, int size, int soTimeout) throws IOException {
        AFUNIXSocketAddress address = AFUNIXSocketAddress.of(((UnixDomainSocketAddress) server).getPath());
        return new SocketClient(AFUNIXSocket.connectTo(address), size, soTimeout);
    }

    @Override
    public void send() throws IOException {
        out.write(message);
    }

    @Override
    public void receive() throws IOException {
        if (in.readNBytes(message, 0, message.length) < message.length) {
            throw new EOFException();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
