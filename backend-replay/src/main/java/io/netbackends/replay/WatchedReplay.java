// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A replay that adds advice to what it says of differences, and remembers the first one. */
final class WatchedReplay extends ForwardingNetworkBackend {
    private final String advice;
    private final AtomicReference<@Nullable ReplayMismatchException> mismatch = new AtomicReference<>();

    WatchedReplay(ReplayBackend replay, String advice) {
        super(replay);
        this.advice = advice;
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    /** Returns the first difference that the program met; null if there was none. */
    @Nullable
    ReplayMismatchException mismatch() {
        return mismatch.get();
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return new Watched(watch(() -> delegate().connect(host, port)));
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        return address instanceof InetSocketAddress
                ? super.connect(address) // comes down to connect(String, int)
                : new Watched(watch(() -> delegate().connect(address)));
    }

    private <T> T watch(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (ReplayMismatchException e) {
            ReplayMismatchException advised = new ReplayMismatchException(e.getMessage() + "\n" + advice, e);
            mismatch.compareAndSet(null, advised);
            throw advised;
        }
    }

    private final class Watched extends ForwardingNetworkStream {
        Watched(NetworkStreamInterface delegate) {
            super(delegate);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return watch(() -> super.read(dst));
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            watch(() -> {
                super.write(src);
                return this;
            });
        }

        @Override
        public void startTls(SSLEngine engine) throws IOException {
            watch(() -> {
                super.startTls(engine);
                return this;
            });
        }

        @Override
        public void shutdownOutput() throws IOException {
            watch(() -> {
                super.shutdownOutput();
                return this;
            });
        }
    }
}
