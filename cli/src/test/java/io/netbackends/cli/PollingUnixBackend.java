// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.locks.LockSupport;

/** UNIX-domain sockets in the simplest way that obeys deadlines, so that the command is tested without any real backend. */
final class PollingUnixBackend implements NetworkBackendInterface {
    /** Provides it under the name that the demo knows. */
    public static final class Provider implements NetworkBackendProvider {
        @Override
        public String name() {
            return "unixsocket";
        }

        @Override
        public NetworkBackendInterface create(BackendContext context) {
            return new PollingUnixBackend();
        }
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) {
        throw new UnsupportedAddressTypeException();
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (!(address instanceof UnixDomainSocketAddress)) {
            throw new UnsupportedAddressTypeException();
        }
        SocketChannel channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        return new NetworkStream(new PollingTransport(channel), address.toString());
    }

    private record PollingTransport(SocketChannel channel) implements Transport {
        @Override
        public int read(ByteBuffer dst) throws IOException {
            int n;
            while ((n = channel.read(dst)) == 0) {
                await("read");
            }
            return n;
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            while (src.hasRemaining()) {
                if (channel.write(src) == 0) {
                    await("write");
                }
            }
        }

        private static void await(String operation) throws IOException {
            Timeout.check(operation);
            LockSupport.parkNanos(100_000);
        }

        @Override
        public void shutdownOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public Object getExtraInfo(String key) {
            return null;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
