// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.nio.channel.ChannelListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** Accepts streams at a {@link SocketFile}; closing the listener deletes the file. */
final class UnixListener implements NetworkListenerInterface {
    private final SocketFile file;
    private final UnixDomainSocketAddress address;
    private final ChannelListener listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    UnixListener(SocketFile file, UnixSettings settings) throws IOException {
        this.file = file;
        this.address = UnixDomainSocketAddress.of(file.path());
        try {
            this.listener = new ChannelListener(
                    file.server(), file.path().toString(), channel -> settings.accepted(channel, address));
        } catch (Throwable e) {
            file.delete();
            throw e;
        }
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        return listener.accept(); // may block
    }

    @Override
    public SocketAddress getLocalAddress() {
        return address;
    }

    /** Deletes the file first, and once: while the channel is open, no other file can have the same key. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                file.delete();
            } finally {
                listener.close();
            }
        }
    }

    /** Returns, for instance, {@code <NetworkListener ["/run/app.sock"]>}. */
    @Override
    public String toString() {
        return listener.toString();
    }
}
