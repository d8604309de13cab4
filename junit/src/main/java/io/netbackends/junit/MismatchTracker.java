// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.ConnectRequest;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.replay.ReplayBackend;
import io.netbackends.replay.ReplayMismatchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Remembers the first difference that a replay reports, even if the program hides it. */
final class MismatchTracker extends ForwardingNetworkBackend {
    private final AtomicReference<@Nullable ReplayMismatchException> mismatch = new AtomicReference<>();

    private volatile boolean used;

    MismatchTracker(ReplayBackend replay) {
        super(replay);
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    /** Whether there was a connection, or an attempt at one. */
    boolean isUsed() {
        return used;
    }

    /** Returns the first difference that the program met; null if there was none. */
    @Nullable
    ReplayMismatchException mismatch() {
        return mismatch.get();
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        used = true;
        return new TrackedStream(track(() -> connectDelegate(request)));
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        used = true;
        return address instanceof InetSocketAddress
                ? super.connect(address) // delegates to connect(ConnectRequest)
                : new TrackedStream(track(() -> delegate().connect(address)));
    }

    private <T> T track(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (ReplayMismatchException e) {
            mismatch.compareAndSet(null, e);
            throw e;
        }
    }

    private final class TrackedStream extends ForwardingNetworkStream {
        TrackedStream(NetworkStreamInterface delegate) {
            super(delegate);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return track(() -> super.read(dst));
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            track(() -> {
                super.write(src);
                return this;
            });
        }

        @Override
        public void startTls(SSLEngine engine) throws IOException {
            track(() -> {
                super.startTls(engine);
                return this;
            });
        }

        @Override
        public void shutdownOutput() throws IOException {
            track(() -> {
                super.shutdownOutput();
                return this;
            });
        }
    }
}
